using System.Buffers.Binary;

namespace Doorway.Watch;

/// <summary>
/// What of an IP header goes into the checksum of what it carries (RFC 9293 3.1, RFC 8200 8.1).
/// </summary>
/// <param name="Addresses">Source and destination, where they are in the frame.</param>
/// <param name="Protocol">The number of the protocol that it carries.</param>
/// <param name="Length">How many bytes of it.</param>
/// <param name="IsFragment">Whether it is a part of a larger packet.</param>
readonly record struct PseudoHeader(
    Range Addresses, byte Protocol, int Length, bool IsFragment)
{
    /// <summary>Says whether a checksum is right.</summary>
    /// <param name="frame">The whole frame.</param>
    /// <param name="carried">The part that the checksum is over, as much as was kept.</param>
    /// <param name="stored">The checksum in it.</param>
    public string Judge(
        ReadOnlySpan<byte> frame, ReadOnlySpan<byte> carried, uint stored)
    {
        if (IsFragment)
        {
            return "not judged: it is over the whole packet, and this is a fragment";
        }

        if (carried.Length < Length || Length <= 0)
        {
            return "not judged: the frame was not kept whole";
        }

        uint above = Sum(frame[Addresses]) + Protocol + (uint)(Length >> 16)
            + (uint)(Length & 0xFFFF);
        uint begun = Fold(above);
        uint all = Fold(begun + Sum(carried[..Length]));
        if (all == 0xFFFF)
        {
            return "right";
        }

        // Linux leaves the sum of the pseudo-header there, for the card to go on with.
        uint due = ~Fold(begun + Sum(carried[..Length]) + (~stored & 0xFFFF)) & 0xFFFF;
        return stored == begun
            ? "not filled in: that is left to the network card (offload), and loopback has none"
            : $"wrong: it should be {FieldList.Hex(due)}";
    }

    /// <summary>The sum of a part in ones' complement, not folded (RFC 1071).</summary>
    public static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (int i = 0; i + 1 < bytes.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[i..]);
        }

        return bytes.Length % 2 == 0 ? sum : sum + ((uint)bytes[^1] << 8);
    }

    /// <summary>The sum in 16 bits.</summary>
    public static uint Fold(uint sum)
    {
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return sum;
    }
}

using System.Runtime.InteropServices;
using Doorway.Engines.Linux.Interop;

namespace Doorway.Engines.Linux;

/// <summary>
/// Whom an answer goes to and where from: the peer, as the kernel wrote it and as a name, and the
/// local address that it had asked.
/// </summary>
readonly unsafe struct Recipient
{
    const int IPv4Length = 16;

    readonly SocketAddressBytes* _raw;
    readonly int _rawLength;

    /// <summary>A recipient.</summary>
    /// <param name="raw">The peer's address; it stays there until the answer is sent.</param>
    /// <param name="rawLength">Its length.</param>
    /// <param name="peer">The same as a name.</param>
    /// <param name="from">The local address; default leaves it to the route.</param>
    public Recipient(
        SocketAddressBytes* raw, int rawLength, in SocketName peer, in PacketAddress from)
    {
        _raw = raw;
        _rawLength = rawLength;
        Peer = peer;
        From = from;
        Hash = HashOf(raw->Bytes(rawLength));
    }

    public readonly SocketName Peer;

    public readonly PacketAddress From;

    /// <summary>The same for the same peer; not seeded, so no more than a hint.</summary>
    public readonly int Hash;

    /// <summary>Whether it has the peer and the local address of the other one.</summary>
    public bool IsSame(in Recipient other) =>
        _raw == other._raw
        || (_raw->Bytes(_rawLength).SequenceEqual(other._raw->Bytes(other._rawLength))
            && From == other.From);

    /// <summary>Puts the address into a message, and what is to be told with it.</summary>
    /// <param name="header">The message.</param>
    /// <param name="control">Room for <see cref="ControlMessages.Space"/> bytes.</param>
    /// <param name="segment">The size of the datagrams to be made of it; 0: it is one.</param>
    public void Address(ref MessageHeader header, byte* control, int segment)
    {
        int length = ControlMessages.Write(control, segment, From, _rawLength > IPv4Length);
        header.Name = _raw;
        header.NameLength = _rawLength;
        header.Control = length == 0 ? null : control;
        header.ControlLength = length;
    }

    // Family, port and address of IPv4 are the first eight bytes.
    static int HashOf(ReadOnlySpan<byte> raw)
    {
        if (raw.Length == IPv4Length)
        {
            return (int)((MemoryMarshal.Read<ulong>(raw) * 0x9E3779B97F4A7C15) >> 33);
        }

        HashCode hash = default;
        hash.AddBytes(raw);
        return hash.ToHashCode();
    }
}

using System.Numerics;

namespace Doorway;

/// <summary>
/// The tags of one socket's messages: the socket in the low bits, so that an answer to another's
/// message is seen, and above them as much of the message's number as fits.
/// </summary>
/// <param name="socketBits">How many bits say which socket it is.</param>
/// <param name="socket">Which one.</param>
readonly struct LaneTag(int socketBits, int socket)
{
    /// <summary>How many bits say which of so many sockets it is.</summary>
    public static int BitsFor(int sockets) =>
        sockets == 1 ? 0 : BitOperations.Log2((uint)sockets - 1) + 1;

    /// <summary>A message's tag.</summary>
    public ulong Of(long number) => (((ulong)number << socketBits) | (uint)socket)
        & ((1UL << LoadTag.Bits) - 1);

    /// <summary>The last message whose tag it may be; -1 where there is none.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="newest">The newest message.</param>
    public long Find(ulong tag, long newest)
    {
        long mask = (1L << (LoadTag.Bits - socketBits)) - 1;
        bool isOurs = (tag & ((1UL << socketBits) - 1)) == (uint)socket;
        return isOurs ? newest - ((newest - (long)(tag >> socketBits)) & mask) : -1;
    }
}

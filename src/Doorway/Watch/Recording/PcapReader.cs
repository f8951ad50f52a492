using System.Buffers.Binary;

namespace Doorway.Watch;

/// <summary>Reads the older format of captures (pcap-savefile(5)).</summary>
static class PcapReader
{
    const uint Microseconds = 0xA1B2C3D4;
    const uint Nanoseconds = 0xA1B23C4D;
    const int FileHeader = 24;
    const int PacketHeader = 16;

    // More than any link carries; what is larger is no length.
    const int Longest = 16 << 20;

    /// <summary>Whether a file begins like that.</summary>
    public static bool IsOne(ReadOnlySpan<byte> first)
    {
        uint little = BinaryPrimitives.ReadUInt32LittleEndian(first);
        uint big = BinaryPrimitives.ReadUInt32BigEndian(first);
        return little is Microseconds or Nanoseconds || big is Microseconds or Nanoseconds;
    }

    /// <summary>The frames.</summary>
    /// <param name="input">The file, its first number read already.</param>
    /// <param name="first">That number.</param>
    public static IEnumerable<WatchEvent> Read(CaptureStream input, byte[] first)
    {
        bool isBig = BinaryPrimitives.ReadUInt32BigEndian(first) is Microseconds or Nanoseconds;
        byte digits = (byte)(Number(first, isBig) == Nanoseconds ? 9 : 6);
        ulong unit = digits == 9 ? 1_000_000_000UL : 1_000_000UL;
        var clock = new CaptureClock(digits, 0);
        if (Header(input, isBig) is not { } link)
        {
            yield break;
        }

        while (Packet(input, isBig) is var (seconds, fraction, kept, length))
        {
            if (kept > Longest)
            {
                yield return RecordingReader.Notice("the recording is damaged: it tells of a "
                    + "frame that is too long; it was read up to there");
                yield break;
            }

            byte[] bytes = input.More((int)kept).ToArray();
            if (bytes.Length < kept)
            {
                yield break;
            }

            yield return RecordingReader.Frame(
                bytes, clock.At((seconds * unit) + fraction), link, length);
        }
    }

    static LinkType? Header(CaptureStream input, bool isBig)
    {
        ReadOnlySpan<byte> rest = input.More(FileHeader - sizeof(uint));

        // Above the type it may say how long a frame's check sequence is.
        return rest.IsEmpty ? null : (LinkType)(Number(rest[16..], isBig) & 0xFFFF);
    }

    static (ulong Seconds, ulong Fraction, uint Kept, uint Length)? Packet(
        CaptureStream input, bool isBig)
    {
        ReadOnlySpan<byte> head = input.First(PacketHeader);
        return head.IsEmpty ? null : (Number(head, isBig), Number(head[4..], isBig),
            Number(head[8..], isBig), Number(head[12..], isBig));
    }

    static uint Number(ReadOnlySpan<byte> bytes, bool isBig) => isBig
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}

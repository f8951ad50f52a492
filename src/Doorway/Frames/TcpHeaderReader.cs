using System.Buffers.Binary;

namespace Doorway.Frames;

/// <summary>Reads a segment's header and its options (RFC 9293 3.1 and 3.2).</summary>
static class TcpHeaderReader
{
    const int Shortest = 20;
    const byte EndOfOptions = 0;
    const byte NoOperation = 1;

    /// <summary>The header; null where it is cut or can't be one.</summary>
    /// <param name="bytes">From the source port on.</param>
    /// <param name="length">How long it is with its options.</param>
    public static TcpHeader? Read(ReadOnlySpan<byte> bytes, out int length)
    {
        length = bytes.Length < Shortest ? 0 : (bytes[12] >> 4) * 4;
        if (length < Shortest || bytes.Length < length)
        {
            return null;
        }

        var header = new TcpHeader
        {
            Sequence = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]),
            Acknowledgment = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
            Flags = (TcpFlags)bytes[13],
            Window = BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]),
        };
        return WithOptions(header, bytes[Shortest..length]);
    }

    static TcpHeader WithOptions(TcpHeader header, ReadOnlySpan<byte> options)
    {
        while (!options.IsEmpty && options[0] != EndOfOptions)
        {
            if (options[0] == NoOperation)
            {
                options = options[1..];
                continue;
            }

            if (options.Length < 2 || options[1] < 2 || options[1] > options.Length)
            {
                break;
            }

            ReadOnlySpan<byte> value = options[2..options[1]];
            header = (options[0], value.Length) switch
            {
                (2, 2) => header with
                {
                    MaximumSegmentSize = BinaryPrimitives.ReadUInt16BigEndian(value),
                },
                (3, 1) => header with { WindowScale = value[0] },
                (4, 0) => header with { MaySelect = true },
                (8, 8) => header with
                {
                    Timestamps = (BinaryPrimitives.ReadUInt32BigEndian(value),
                        BinaryPrimitives.ReadUInt32BigEndian(value[4..])),
                },
                _ => header,
            };
            options = options[options[1]..];
        }

        return header;
    }
}

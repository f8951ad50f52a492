namespace Doorway.Cli.Client;

/// <summary>Line ends as they go on the wire: as typed, as CR LF, or none.</summary>
sealed class LineEnds(bool crLf, bool noNewline)
{
    static readonly byte[] CrLfBytes = "\r\n"u8.ToArray();
    byte _last;

    /// <summary>A line as a datagram: with CR LF at its end, once, where asked for.</summary>
    public static byte[] Datagram(byte[] line, bool crLf) => !crLf ? line
        : line.AsSpan().EndsWith("\r"u8) ? [.. line, (byte)'\n']
        : [.. line, .. CrLfBytes];

    /// <summary>
    /// The pieces to send for what was read; with no newline, a line is a send of its own.
    /// </summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces(ReadOnlyMemory<byte> read)
    {
        if (!crLf && !noNewline)
        {
            yield return read;
            yield break;
        }

        while (!read.IsEmpty)
        {
            int newline = read.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = newline < 0 ? read : read[..newline];
            bool hasReturn = line.IsEmpty ? _last == '\r' : line.Span[^1] == '\r';
            _last = line.IsEmpty ? _last : line.Span[^1];
            read = newline < 0 ? default : read[(newline + 1)..];
            if (newline >= 0 && crLf)
            {
                // One piece, one segment: a server that reads once gets the line and its end.
                _last = (byte)'\n';
                ReadOnlyMemory<byte> end = hasReturn ? CrLfBytes.AsMemory(1) : CrLfBytes;
                yield return (byte[])[.. line.Span, .. end.Span];
            }
            else if (!line.IsEmpty)
            {
                yield return line;
            }
        }
    }
}

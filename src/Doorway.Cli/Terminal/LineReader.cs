namespace Doorway.Cli.Terminal;

/// <summary>
/// Lines of a byte stream, without their newline (LF; a CR before it is kept, for bytes are not
/// ours to change). The last line needs no newline. Lines over the limit are cut to one byte more
/// than it, so that the caller sees that they are too long; the rest of such a line is skipped.
/// </summary>
sealed class LineReader(Stream stream, int limit)
{
    readonly byte[] _buffer = new byte[64 * 1024];
    int _start;
    int _end;

    /// <summary>The next line, or null at the end of input.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask<byte[]?> ReadLineAsync(CancellationToken cancellation)
    {
        var line = new MemoryStream();
        bool any = false;
        while (true)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = await stream.ReadAsync(_buffer, cancellation);
                if (_end == 0)
                {
                    return any ? line.ToArray() : null;
                }
            }

            any = true;
            int newline = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            int count = newline < 0 ? _end - _start : newline;
            int room = Math.Min(count, limit + 1 - (int)line.Length);
            line.Write(_buffer, _start, room);
            _start += newline < 0 ? count : count + 1;
            if (newline >= 0)
            {
                return line.ToArray();
            }
        }
    }
}

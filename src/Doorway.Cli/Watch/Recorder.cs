using Doorway.Watch;

namespace Doorway.Cli.Watching;

/// <summary>Writes a log as a recording while it grows, so that a killed watch leaves one too.
/// </summary>
sealed class Recorder : IAsyncDisposable
{
    const int BatchSize = 4_096;

    readonly WatchLog _log;
    readonly RecordingWriter _writer;
    readonly CancellationTokenSource _stop = new();
    readonly Task _writing;
    long _after;

    Recorder(WatchLog log, RecordingWriter writer)
    {
        _log = log;
        _writer = writer;
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Why nothing is written any more; null while all is well.</summary>
    public string? Failure => _writer.Failure;

    /// <summary>Begins a file, which is replaced.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static Recorder Start(WatchLog log, string path)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        string? obstacle = Directory.Exists(path) ? "this is a folder; name a file in it"
            : !Directory.Exists(folder) ? $"there is no folder {folder}" : null;
        return obstacle is null ? new Recorder(log, RecordingWriter.Create(path))
            : throw new IOException($"--record {path}: {obstacle}");
    }

    /// <summary>Writes what is in a log now.</summary>
    public static async Task WriteAsync(
        WatchLog log, Stream output, CancellationToken cancellation)
    {
        // The writer writes without waiting for who downloads, who may be slow.
        await using var file = new FileStream(
            Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.Delete, 1,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        long last = log.Last;
        long after = 0;
        using (var writer = new RecordingWriter(new Lent(file)))
        {
            while (after < last)
            {
                after = Write(log, after, writer);
            }
        }

        file.Position = 0;
        await file.CopyToAsync(output, cancellation);
    }

    async Task WriteAsync()
    {
        try
        {
            while (true)
            {
                await _log.WaitAsync(_after, _stop.Token);
                _after = Write(_log, _after, _writer);
            }
        }
        catch (OperationCanceledException)
        {
            while (_after < _log.Last)
            {
                _after = Write(_log, _after, _writer);
            }
        }
    }

    static long Write(WatchLog log, long after, RecordingWriter writer)
    {
        IReadOnlyList<WatchEvent> events = log.Read(after, BatchSize);
        if (events.Count == 0)
        {
            return log.Last;
        }

        if (events[0].Number - after - 1 is > 0 and var missing)
        {
            writer.Add(new NoticeEvent
            {
                Number = events[0].Number - 1,
                Time = events[0].Time,
                Words = "more happened than is kept",
                Missing = missing,
            });
        }

        foreach (WatchEvent seen in events)
        {
            writer.Add(seen);
        }

        return events[^1].Number;
    }

    /// <summary>Writes what is left, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _writing;
        _writer.Dispose();
        _stop.Dispose();
    }

    // The writer disposes of its stream; this one is read afterwards.
    sealed class Lent(Stream stream) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => stream.Length;
        public override long Position
        {
            get => stream.Position;
            set => throw new NotSupportedException();
        }

        public override void Flush() => stream.Flush();
        public override int Read(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) =>
            stream.Write(buffer, offset, count);
        public override void Write(ReadOnlySpan<byte> buffer) => stream.Write(buffer);
    }
}

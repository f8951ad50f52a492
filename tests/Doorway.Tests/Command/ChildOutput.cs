using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Doorway.Tests.Command;

/// <summary>One output stream of a child: all is kept, and a test can wait for a text.</summary>
sealed class ChildOutput
{
    readonly Lock _lock = new();
    readonly ArrayBufferWriter<byte> _bytes = new();
    readonly Func<string> _describe;
    TaskCompletionSource _more = NewSignal();

    public ChildOutput(Stream stream, Func<string> describe)
    {
        _describe = describe;
        Ended = Task.Run(() => CollectAsync(stream));
    }

    /// <summary>Completes when the stream has ended.</summary>
    public Task Ended { get; }

    public byte[] Bytes
    {
        get
        {
            lock (_lock)
                return _bytes.WrittenSpan.ToArray();
        }
    }

    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>The lines so far, the last one perhaps unfinished.</summary>
    public string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Waits until what was printed matches (^ and $ at lines).</summary>
    public async Task<Match> WaitForAsync(string pattern, TimeSpan? deadline = null)
    {
        var regex = new Regex(pattern, RegexOptions.Multiline);
        DateTime end = DateTime.UtcNow + (deadline ?? Deadline.Default);
        while (true)
        {
            Task more;
            lock (_lock)
                more = _more.Task;
            bool ended = Ended.IsCompleted;
            if (regex.Match(Text) is { Success: true } match)
                return match;
            TimeSpan left = end - DateTime.UtcNow;
            if (ended)
                throw new InvalidOperationException($"it ended without /{pattern}/\n{_describe()}");
            if (left <= TimeSpan.Zero)
                throw new TimeoutException($"no /{pattern}/ in time\n{_describe()}");
            await Task.WhenAny(more, Ended, Task.Delay(left));
        }
    }

    async Task CollectAsync(Stream stream)
    {
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            int count;
            try
            {
                count = await stream.ReadAsync(buffer);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                return;
            }
            if (count == 0)
                return;
            lock (_lock)
            {
                _bytes.Write(buffer.AsSpan(0, count));
                _more.SetResult();
                _more = NewSignal();
            }
        }
    }

    static TaskCompletionSource NewSignal() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}

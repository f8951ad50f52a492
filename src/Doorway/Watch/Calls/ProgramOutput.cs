using System.Globalization;

namespace Doorway.Watch.Calls;

/// <summary>Tells what a program prints. Of one that prints without end, only so much is kept; it
/// is never held up.</summary>
sealed class ProgramOutput
{
    const int StackSize = 256 * 1024;
    const int BufferSize = 16 * 1024;
    const long MostBytes = 4 << 20;
    const long MoreBytesPerSecond = 64 << 10;
    static readonly TimeSpan NoticeEvery = TimeSpan.FromSeconds(1);

    readonly Stream _pipe;
    readonly int _process;
    readonly bool _isError;
    readonly Action<WatchEvent> _seen;
    readonly ByteAllowance _allowance = new(MostBytes, MoreBytesPerSecond);
    readonly Thread _thread;
    long _missing;
    DateTime _noticed;

    /// <summary>Begins to read.</summary>
    /// <param name="pipe">What the program writes to.</param>
    /// <param name="process">Its number.</param>
    /// <param name="isError">Whether it is its standard error.</param>
    /// <param name="seen">Is told.</param>
    public ProgramOutput(Stream pipe, int process, bool isError, Action<WatchEvent> seen)
    {
        (_pipe, _process, _isError, _seen) = (pipe, process, isError, seen);
        _thread = new Thread(Read, StackSize) { IsBackground = true, Name = "output" };
        _thread.Start();
    }

    /// <summary>Waits until all has been told.</summary>
    /// <returns>Whether it has in that time.</returns>
    public bool Wait(TimeSpan time) => _thread.Join(time);

    void Read()
    {
        byte[] buffer = new byte[BufferSize];
        try
        {
            int count;
            while ((count = _pipe.Read(buffer)) > 0)
            {
                Tell(buffer.AsSpan(0, count));
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // Its reader was disposed of.
        }

        TellMissing(DateTime.UtcNow);
    }

    void Tell(ReadOnlySpan<byte> bytes)
    {
        DateTime now = DateTime.UtcNow;
        if (!_allowance.TryTake(bytes.Length))
        {
            _missing += bytes.Length;
        }
        else
        {
            _seen(new OutputEvent
            {
                Time = now,
                Process = _process,
                IsError = _isError,
                Bytes = bytes.ToArray(),
            });
        }

        if (now - _noticed >= NoticeEvery)
        {
            TellMissing(now);
        }
    }

    void TellMissing(DateTime now)
    {
        if (_missing == 0)
        {
            return;
        }

        _seen(new NoticeEvent
        {
            Time = now,
            Words = string.Create(
                CultureInfo.InvariantCulture,
                $"Process {_process} printed {_missing:N0} more bytes, which are not kept."),
        });
        _missing = 0;
        _noticed = now;
    }
}

using System.Globalization;

namespace Doorway.Watch.Calls;

/// <summary>
/// Tells what a program prints: what comes in one go as one event, though the program may write it
/// in pieces (Python does, unbuffered). Of one that prints without end, only so much is kept; it is
/// never held up.
/// </summary>
sealed class ProgramOutput : IDisposable
{
    const int StackSize = 256 * 1024;
    const int BufferSize = 16 * 1024;
    const long MostBytes = 4 << 20;
    const long MoreBytesPerSecond = 64 << 10;
    // A person doesn't see the difference; a question without a newline waits so long.
    static readonly TimeSpan GoesOn = TimeSpan.FromMilliseconds(15);
    static readonly TimeSpan NoticeEvery = TimeSpan.FromSeconds(1);

    readonly Stream _pipe;
    readonly int _process;
    readonly bool _isError;
    readonly Action<WatchEvent> _seen;
    readonly ByteAllowance _allowance = new(MostBytes, MoreBytesPerSecond);
    readonly Thread _thread;
    readonly Timer _timer;
    readonly Lock _gate = new();
    readonly List<byte> _begun = [];
    DateTime _began;
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
        _timer = new Timer(_ => Finish());
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
                Take(buffer.AsSpan(0, count));
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // Its reader was disposed of.
        }

        Finish();
        TellMissing(DateTime.UtcNow);
    }

    void Take(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_begun.Count == 0)
            {
                _began = DateTime.UtcNow;
            }

            _begun.AddRange(bytes);
            if (bytes[^1] != (byte)'\n' && _begun.Count < BufferSize)
            {
                _timer.Change(GoesOn, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        Finish();
    }

    void Finish()
    {
        lock (_gate)
        {
            if (_begun.Count > 0)
            {
                Tell([.. _begun]);
                _begun.Clear();
            }
        }
    }

    void Tell(byte[] bytes)
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
                Time = _began,
                Process = _process,
                IsError = _isError,
                Bytes = bytes,
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

    /// <summary>Lets go of it; what still comes may be lost.</summary>
    public void Dispose() => _timer.Dispose();
}

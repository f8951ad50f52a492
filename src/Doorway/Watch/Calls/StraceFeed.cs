using System.Globalization;
using System.IO.Pipes;

namespace Doorway.Watch.Calls;

/// <summary>
/// The pipe that strace(1) writes to, and the thread that reads it. The pipe has no name in the
/// file system: strace opens it as our descriptor.
/// </summary>
sealed class StraceFeed : IDisposable
{
    const int BufferSize = 256 * 1024;
    const int StackSize = 512 * 1024;
    static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(20);

    readonly AnonymousPipeServerStream _pipe =
        new(PipeDirection.In, HandleInheritability.None);

    readonly Lock _gate = new();
    readonly CallTranslator _translator;
    readonly StraceReader _reader;
    readonly Timer _timer;
    readonly Thread _thread;
    bool _isOpen = true;

    /// <summary>Begins to read.</summary>
    /// <param name="translator">Is told what is read, by one thread at a time.</param>
    public StraceFeed(CallTranslator translator)
    {
        _translator = translator;
        _reader = new StraceReader(translator.Take);
        _timer = new Timer(_ => Tick(), null, TickEvery, TickEvery);
        _thread = new Thread(Read, StackSize) { IsBackground = true, Name = "strace" };
        _thread.Start();
    }

    /// <summary>The name under which another process of this user can open it.</summary>
    public string Path => string.Create(
        CultureInfo.InvariantCulture,
        $"/proc/{Environment.ProcessId}/fd/{_pipe.ClientSafePipeHandle.DangerousGetHandle()}");

    /// <summary>Nobody will open it any more: it ends when those who have are gone.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_isOpen)
            {
                _isOpen = false;
                _pipe.DisposeLocalCopyOfClientHandle();
            }
        }
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
                Close();
                lock (_gate)
                {
                    _reader.Read(buffer.AsSpan(0, count));
                }
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // We are disposed of.
        }

        lock (_gate)
        {
            _translator.Finish(DateTime.UtcNow);
        }
    }

    void Tick()
    {
        lock (_gate)
        {
            _translator.Tick(DateTime.UtcNow);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        Close();
        _pipe.Dispose();
    }
}

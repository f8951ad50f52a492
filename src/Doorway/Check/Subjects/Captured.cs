using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;

namespace Doorway.Check;

/// <summary>What a program has printed on one of its outputs so far.</summary>
sealed partial class Captured
{
    const int StackSize = 256 * 1024;

    // ioctl_tty(2): how many bytes are there to be read.
    const nuint BytesThere = 0x541B;

    readonly List<byte> _kept = [];
    readonly int _limit;
    readonly Lock _gate = new();
    long _total;
    bool _ended;
    SafeHandle? _pipe;

    /// <summary>Nothing yet.</summary>
    /// <param name="limit">How many bytes are kept.</param>
    public Captured(int limit) => _limit = limit;

    /// <summary>All that is kept.</summary>
    public byte[] Bytes
    {
        get
        {
            lock (_gate)
            {
                return _kept.ToArray();
            }
        }
    }

    /// <summary>The same as text; what is not UTF-8 becomes U+FFFD.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>How many bytes came, the thrown-away ones included.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Whether nothing more can come: all who held it have closed it.</summary>
    public bool HasEnded => Volatile.Read(ref _ended);

    /// <summary>
    /// Whether something is printed that we have not taken: who prints more than a pipe holds
    /// sleeps until we do, and waits for nothing but us.
    /// </summary>
    public bool HasUnread
    {
        get
        {
            if (_pipe is not { IsClosed: false } pipe || !OperatingSystem.IsLinux())
            {
                return false;
            }

            try
            {
                return Ask(pipe, BytesThere, out int there) == 0 && there > 0;
            }
            catch (ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <summary>
    /// Reads a pipe to its end on a thread of its own: work for the pool would let one of the
    /// pool's threads be born in the case's namespaces, and stay there.
    /// </summary>
    public void FillFrom(Stream pipe)
    {
        _pipe = (pipe as PipeStream)?.SafePipeHandle;
        new Thread(() => Fill(pipe), StackSize) { IsBackground = true, Name = "output" }.Start();
    }

    void Fill(Stream pipe)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            int count;
            while ((count = pipe.Read(buffer)) > 0)
            {
                Keep(buffer.AsSpan(0, count));
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // Its reader was disposed of.
        }

        Volatile.Write(ref _ended, true);
    }

    void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            Interlocked.Add(ref _total, bytes.Length);
            _kept.AddRange(bytes[..Math.Min(bytes.Length, _limit - _kept.Count)]);
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Ask(SafeHandle pipe, nuint request, out int there);
}

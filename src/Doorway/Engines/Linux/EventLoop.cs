using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Doorway.Engines.Linux.Interop;

namespace Doorway.Engines.Linux;

/// <summary>
/// One thread that waits for its descriptors (epoll(7)) and tells their owners what has happened.
/// Its one receive buffer serves all of them.
/// </summary>
sealed unsafe class EventLoop
{
    const int EventsAtOnce = 256;
    const int BufferSize = 64 * 1024;
    const ulong WakeToken = ulong.MaxValue;

    readonly int _epoll;
    readonly int _wake;
    readonly SpinPolicy? _spin;
    readonly Thread _thread;
    readonly ConcurrentQueue<(EventSource Source, Action Action)> _posted = new();
    readonly Lock _gate = new();
    volatile int _threadNumber;
    readonly Stack<int> _free = new();
    volatile EventSource?[] _sources = new EventSource?[16];
    uint[] _generations = new uint[16];
    int _used;
    int _count;

    /// <summary>A loop that runs until the process ends.</summary>
    /// <exception cref="SocketException">No descriptor is left.</exception>
    public EventLoop(byte number, bool maySpin)
    {
        Number = number;
        _spin = maySpin ? new SpinPolicy() : null;
        (_epoll, _wake) = WakeableEpoll.Open(WakeToken);
        _thread = new Thread(Run, maxStackSize: 0)
        {
            IsBackground = true,
            Name = $"loop {number}",
        };

        // Without the context of whoever happens to be first: its AsyncLocal values would be seen
        // by the conversations of all.
        _thread.UnsafeStart();
    }

    /// <summary>Its place among the loops.</summary>
    public int Number { get; }

    /// <summary>How many connections it has.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The processor time that it has used, but for polling.</summary>
    public TimeSpan Busy =>
        ThreadClock.Of(_threadNumber) - Stopwatch.GetElapsedTime(0, _spin?.Spun ?? 0);

    /// <summary>Whether the caller is this loop's thread.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>The one receive buffer; to be used by the loop's thread.</summary>
    public byte[] Buffer { get; } =
        GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);

    /// <summary>Takes a source in; nothing is told yet.</summary>
    /// <param name="source">Whom to tell.</param>
    /// <param name="isGuest">Whether it counts as a connection.</param>
    /// <returns>The token for its events.</returns>
    public ulong Enter(EventSource source, bool isGuest = true)
    {
        lock (_gate)
        {
            if (!_free.TryPop(out int slot))
            {
                slot = _used++;
                if (slot == _sources.Length)
                {
                    Array.Resize(ref _generations, 2 * slot);
                    EventSource?[] more = new EventSource?[2 * slot];
                    _sources.CopyTo(more, 0);
                    _sources = more;
                }
            }

            _sources[slot] = source;
            _count += isGuest ? 1 : 0;
            return ((ulong)_generations[slot] << 32) | (uint)slot;
        }
    }

    /// <summary>Lets a source go: events that are still on their way reach nobody.</summary>
    public void Leave(ulong token, bool isGuest = true)
    {
        int slot = (int)(uint)token;
        lock (_gate)
        {
            _sources[slot] = null;
            _generations[slot]++;
            _free.Push(slot);
            _count -= isGuest ? 1 : 0;
        }
    }

    /// <summary>All sources, at this moment.</summary>
    public List<EventSource> Sources()
    {
        lock (_gate)
        {
            return [.. _sources.OfType<EventSource>()];
        }
    }

    /// <summary>Waits for events of a descriptor.</summary>
    /// <returns>0, or an errno as a negative number.</returns>
    public int Watch(int descriptor, uint events, ulong token) =>
        Epoll.Add(_epoll, descriptor, events, token);

    /// <summary>Waits for other events of it.</summary>
    public void Change(int descriptor, uint events, ulong token) =>
        Epoll.Change(_epoll, descriptor, events, token);

    /// <summary>Waits for none of its events.</summary>
    public void Ignore(int descriptor) => Epoll.Remove(_epoll, descriptor);

    /// <summary>Has the loop's thread do something soon.</summary>
    /// <param name="source">Whom to tell if it throws.</param>
    /// <param name="action">What to do.</param>
    public void Post(EventSource source, Action action)
    {
        _posted.Enqueue((source, action));
        EventFd.Signal(_wake);
    }

    void Run()
    {
        byte* events = stackalloc byte[EventsAtOnce * Epoll.EventSize];
        _threadNumber = ThreadClock.CurrentThread();
        int count = 0;
        while (true)
        {
            count = Wait(events, _spin, count);
            TellAll(events, count);
        }
    }

    // Polls for a moment first, where that pays.
    int Wait(byte* events, SpinPolicy? spin, int handled)
    {
        if (spin is null)
        {
            return Epoll.Wait(_epoll, events, EventsAtOnce, -1);
        }

        if (spin.Begin(handled))
        {
            do
            {
                int found = Epoll.Wait(_epoll, events, EventsAtOnce, 0);
                if (found > 0)
                {
                    spin.Found();
                    return found;
                }
            }
            while (spin.GoesOn());
        }

        int ready = Epoll.Wait(_epoll, events, EventsAtOnce, -1);
        spin.Woken();
        return ready;
    }

    // Not in Run: what never returns is not compiled again once it has turned out to be hot. One
    // try holds all events, for each call costs more here than what it does: the kernel has used
    // the processor's caches meanwhile.
    void TellAll(byte* events, int count)
    {
        int next = 0;
        while (next < count)
        {
            EventSource? source = null;
            try
            {
                while (next < count)
                {
                    uint happened = Epoll.Read(events, next++, out ulong token);
                    source = token == WakeToken ? null : Source(token);
                    if (source is not null)
                    {
                        source.Ready(this, happened);
                    }
                    else if (token == WakeToken)
                    {
                        DoPosted();
                    }
                }
            }
#pragma warning disable CA1031 // A fault costs its source only: others share this thread.
            catch (Exception failure) when (source is not null)
#pragma warning restore CA1031
            {
                source.Fault(failure);
            }
        }
    }

    // None when it has left meanwhile, with its event on its way.
    EventSource? Source(ulong token)
    {
        int slot = (int)(uint)token;
        EventSource? source = _sources[slot];
        return Volatile.Read(ref _generations[slot]) == (uint)(token >> 32) ? source : null;
    }

    static void Do(EventSource source, Action action)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031 // As above; and one that nobody catches ends the process.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            source.Fault(failure);
        }
    }

    void DoPosted()
    {
        EventFd.Clear(_wake);
        while (_posted.TryDequeue(out (EventSource Source, Action Action) posted))
        {
            Do(posted.Source, posted.Action);
        }
    }
}

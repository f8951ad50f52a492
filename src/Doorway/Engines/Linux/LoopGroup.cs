using System.Net.Sockets;

namespace Doorway.Engines.Linux;

/// <summary>The loops of an engine: one a core, started when they are first needed.</summary>
sealed class LoopGroup
{
    const int MostLoops = 256;

    readonly int _count;
    readonly bool _maySpin;
    readonly Lock _gate = new();
    EventLoop[]? _loops;

    /// <param name="count">How many loops; null for one a core.</param>
    /// <param name="maySpin">Whether they may poll before they block.</param>
    public LoopGroup(int? count, bool maySpin)
    {
        // ProcessorCount heeds the affinity and the quota that we run under.
        _count = Math.Min(count ?? Environment.ProcessorCount, MostLoops);
        _maySpin = maySpin;
    }

    /// <summary>All loops; they are started when they are first asked for.</summary>
    /// <exception cref="SocketException">
    /// No descriptor is left; the next time there may be.
    /// </exception>
    public IReadOnlyList<EventLoop> All => Volatile.Read(ref _loops) ?? Start();

    /// <summary>One of them.</summary>
    public EventLoop this[byte number] => _loops![number];

    EventLoop[] Start()
    {
        lock (_gate)
        {
            if (_loops is null)
            {
                var started = new List<EventLoop>();
                try
                {
                    while (started.Count < _count)
                    {
                        started.Add(new EventLoop((byte)started.Count, _maySpin));
                    }
                }
                catch (SocketException) when (started.Count > 0)
                {
                    // Fewer will do: those that run can't be taken back.
                }

                Volatile.Write(ref _loops, [.. started]);
            }

            return _loops;
        }
    }

    /// <summary>The loop that has the fewest connections; of equals, the one given.</summary>
    public EventLoop Least(EventLoop? preferred)
    {
        EventLoop least = preferred ?? All[0];
        foreach (EventLoop loop in All)
        {
            if (loop.Count < least.Count)
            {
                least = loop;
            }
        }

        return least;
    }
}

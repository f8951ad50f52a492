namespace Doorway.Engines.Linux;

/// <summary>The loops of an engine: one a core, started when they are first needed.</summary>
sealed class LoopGroup
{
    const int MostLoops = 256;

    readonly Lazy<EventLoop[]> _loops;

    /// <param name="count">How many loops; null for one a core.</param>
    /// <param name="maySpin">Whether they may poll before they block.</param>
    public LoopGroup(int? count, bool maySpin) => _loops = new(
        () =>
        {
            // ProcessorCount heeds the affinity and the quota that we run under.
            EventLoop[] loops = new EventLoop[
                Math.Min(count ?? Environment.ProcessorCount, MostLoops)];
            for (int i = 0; i < loops.Length; i++)
            {
                loops[i] = new EventLoop((byte)i, maySpin);
            }

            return loops;
        });

    /// <summary>One of them.</summary>
    public EventLoop this[byte number] => _loops.Value[number];

    /// <summary>All loops.</summary>
    public IReadOnlyList<EventLoop> All => _loops.Value;

    /// <summary>The loop that has the fewest connections; of equals, the one given.</summary>
    public EventLoop Least(EventLoop? preferred)
    {
        EventLoop least = preferred ?? _loops.Value[0];
        foreach (EventLoop loop in _loops.Value)
        {
            if (loop.Count < least.Count)
            {
                least = loop;
            }
        }

        return least;
    }
}

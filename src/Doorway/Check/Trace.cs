using System.Diagnostics;

namespace Doorway.Check;

/// <summary>What a case did and saw, as it happens; any thread may add to it.</summary>
sealed class Trace
{
    // A case that floods shows how it began.
    const int MostEvents = 2_000;
    const int MostBytes = 256;

    readonly long _started = Stopwatch.GetTimestamp();
    readonly List<TraceEvent> _events = [];
    readonly Lock _gate = new();

    /// <summary>How long the case has run.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_started);

    /// <summary>What there is so far.</summary>
    public IReadOnlyList<TraceEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>One more step.</summary>
    public void Add(
        TraceSide side, string what, ReadOnlySpan<byte> bytes = default, int connection = 0,
        bool isFrame = false)
    {
        var step = new TraceEvent(
            Now, side, what, bytes[..Math.Min(bytes.Length, MostBytes)].ToArray(), connection,
            isFrame)
        {
            Length = bytes.Length,
        };
        lock (_gate)
        {
            if (_events.Count < MostEvents)
            {
                _events.Add(step);
            }
        }
    }
}

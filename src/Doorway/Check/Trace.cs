using System.Diagnostics;
using Doorway.Watch;

namespace Doorway.Check;

/// <summary>What a case did and saw, as it happens; any thread may add to it.</summary>
sealed class Trace
{
    // A case that floods shows how it began.
    const int MostEvents = 2_000;
    const int MostBytes = 256;

    readonly long _started = Stopwatch.GetTimestamp();
    readonly DateTime _startedAt = DateTime.UtcNow;
    readonly List<TraceEvent> _events = [];
    readonly Lock _gate = new();

    /// <summary>How long the case has run.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_started);

    /// <summary>What there is so far, in the order of time.</summary>
    public IReadOnlyList<TraceEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events.OrderBy(one => one.Time)];
            }
        }
    }

    /// <summary>Takes over what was done and seen before.</summary>
    public void Adopt(IEnumerable<TraceEvent> events)
    {
        lock (_gate)
        {
            _events.AddRange(events);
        }
    }

    /// <summary>One more step.</summary>
    public void Add(
        TraceSide side, string what, ReadOnlySpan<byte> bytes = default, int connection = 0) =>
        Add(Now, side, what, bytes, connection);

    /// <summary>A frame that was on the wire before it was read from there.</summary>
    public void AddFrame(
        TimeSpan time, TraceSide side, string what, ReadOnlySpan<byte> bytes, int connection,
        FrameEvent frame) =>
        Add(time, side, what, bytes, connection, frame);

    void Add(
        TimeSpan time, TraceSide side, string what, ReadOnlySpan<byte> bytes, int connection,
        FrameEvent? frame = null)
    {
        var step = new TraceEvent(
            time, side, what, bytes[..Math.Min(bytes.Length, MostBytes)].ToArray(), connection,
            IsFrame: frame is not null)
        {
            At = frame?.Time ?? _startedAt + time,
            Frame = frame,
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

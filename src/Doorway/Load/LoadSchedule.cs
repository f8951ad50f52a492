using System.Diagnostics;

namespace Doorway;

/// <summary>
/// When messages are sent, and which of them count. Times are timestamps of
/// <see cref="Stopwatch"/>. A message counts when it was planned for after the warm-up.
/// </summary>
sealed class LoadSchedule
{
    readonly double _gap;
    readonly bool _hasCount;
    long _left;
    volatile bool _stopped;

    /// <param name="plan">What is asked for.</param>
    /// <param name="start">When the warm-up begins.</param>
    public LoadSchedule(LoadPlan plan, long start)
    {
        Start = start;
        Timeout = Ticks.Of(plan.Timeout);
        _hasCount = plan.Count is not null;
        _left = plan.Count ?? long.MaxValue;
        if (plan.Rate is { } rate)
        {
            _gap = Stopwatch.Frequency / rate;
            WarmUp = (long)Math.Ceiling(plan.WarmUp.TotalSeconds * rate);
            Total = WarmUp + (plan.Count ?? (long)Math.Ceiling(plan.Duration.TotalSeconds * rate));
            CountsFrom = PlannedAt(WarmUp);
            Ends = PlannedAt(Total);
        }
        else
        {
            Total = long.MaxValue;
            CountsFrom = start + Ticks.Of(plan.WarmUp);
            Ends = _hasCount ? long.MaxValue : CountsFrom + Ticks.Of(plan.Duration);
        }
    }

    /// <summary>When the first message is planned.</summary>
    public long Start { get; }

    /// <summary>When the warm-up ends.</summary>
    public long CountsFrom { get; }

    /// <summary>
    /// When no more messages are planned; <see cref="long.MaxValue"/> of a closed loop that has a
    /// count.
    /// </summary>
    public long Ends { get; }

    /// <summary>How long an answer may take.</summary>
    public long Timeout { get; }

    /// <summary>How many messages of an open loop are warm-up.</summary>
    public long WarmUp { get; }

    /// <summary>How many messages an open loop has, warm-up included.</summary>
    public long Total { get; }

    /// <summary>Whether the run was told to send no more.</summary>
    public bool IsStopped => _stopped;

    /// <summary>A difference of timestamps in nanoseconds.</summary>
    public static long Nanoseconds(long ticks) => Stopwatch.Frequency == 1_000_000_000
        ? ticks : (long)(ticks * (1e9 / Stopwatch.Frequency));

    /// <summary>When a message of an open loop is to be sent.</summary>
    /// <param name="number">Its number, from 0, warm-up included.</param>
    public long PlannedAt(long number) => Start + (long)(number * _gap);

    /// <summary>How many messages of an open loop are due.</summary>
    public long DueAt(long now) =>
        now < Start ? 0 : Math.Min(Total, (long)((now - Start) / _gap) + 1);

    /// <summary>
    /// Of one connection's messages of an open loop those that were not sent, without warm-up.
    /// </summary>
    /// <param name="number">The connection's number.</param>
    /// <param name="ways">How many connections there are.</param>
    /// <param name="taken">How many of its messages were sent.</param>
    /// <param name="due">How many were due.</param>
    public long Unsent(int number, int ways, long taken, long due)
    {
        long warmUp = Math.Max(0, (WarmUp - number + ways - 1) / ways);
        return Math.Max(0, due - Math.Max(taken, warmUp));
    }

    /// <summary>Whether a message counts.</summary>
    public bool Counts(long planned) => planned >= CountsFrom;

    /// <summary>
    /// Leave to send messages of a closed loop now. May be asked by any thread.
    /// </summary>
    /// <param name="wanted">How many, at least one.</param>
    /// <param name="now">The time that they are planned for.</param>
    /// <returns>How many may be sent; 0 when the time or the count is used up.</returns>
    public int Claim(int wanted, long now)
    {
        if (_stopped || now >= Ends)
        {
            return 0;
        }

        if (!_hasCount || now < CountsFrom)
        {
            return wanted;
        }

        long left = Interlocked.Add(ref _left, -wanted);
        return left >= 0 ? wanted : (int)Math.Max(0, wanted + left);
    }

    /// <summary>Whether no message will be sent any more, but for those that are held.</summary>
    public bool IsOver(long now) =>
        _stopped || now >= Ends || (_hasCount && Volatile.Read(ref _left) <= 0);

    /// <summary>No message will be sent from now on.</summary>
    public void Stop() => _stopped = true;
}

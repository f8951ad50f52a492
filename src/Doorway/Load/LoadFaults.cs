using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// The failures of a load of datagrams, and what they say of the target: whether anybody is there.
/// </summary>
/// <param name="mayMove">Whether there is another target to move to.</param>
sealed class LoadFaults(bool mayMove)
{
    const int SilentTimeouts = 3;

    /// <summary>How often each happened.</summary>
    public Dictionary<SocketError, long> Errors { get; } = [];

    /// <summary>When an answer came last; 0 before the first.</summary>
    public long LastAnswered { get; set; }

    bool EverAnswered => LastAnswered > 0;

    /// <summary>Whether the target refused before it answered, and there are others.</summary>
    public bool IsMoved { get; private set; }

    /// <summary>
    /// Whether nobody is there, and says so; or says nothing any more, and a closed loop would send
    /// a count at the pace of answers that never come: for hours.
    /// </summary>
    public bool IsGone(LoadPlan plan, LoadSchedule schedule, long now)
    {
        long patience = schedule.Timeout;
        return !EverAnswered && Errors.ContainsKey(SocketError.ConnectionRefused)
            ? now - schedule.Start >= patience
            : plan.Count is not null && plan.Rate is null
                && now - Math.Max(schedule.Start, LastAnswered) >= SilentTimeouts * patience;
    }

    /// <summary>The network or the kernel reported a failure.</summary>
    /// <param name="error">Which.</param>
    /// <param name="opened">How many sockets there are.</param>
    /// <returns>Whether to give up at once.</returns>
    public bool Add(SocketError error, int opened)
    {
        Errors[error] = Errors.GetValueOrDefault(error) + 1;
        bool isGone = opened == 0 || error == SocketError.ConnectionRefused;
        IsMoved |= mayMove && !EverAnswered && isGone;
        return mayMove && !EverAnswered && isGone;
    }
}

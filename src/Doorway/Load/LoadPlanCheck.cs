namespace Doorway;

/// <summary>Whether a plan can be carried out.</summary>
static class LoadPlanCheck
{
    const int MostConnections = 1_000_000;
    const int MostDepth = 1_000_000;
    const int LargestMessage = 1024 * 1024;
    const double MostRate = 1e8;

    // Every wait of a run is a few of these; the runtime's timers take no more than 49 days.
    static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <exception cref="ArgumentException">It can't; the message says why.</exception>
    public static void Require(LoadPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Require(
            plan.Connections is >= 1 and <= MostConnections,
            $"The number of connections must be 1 to {MostConnections}, not {plan.Connections}.");
        Require(
            plan.Connections <= OpenFileLimit.Current - OpenFileLimit.Reserve,
            $"{plan.Connections} connections do not fit: the open-file limit is "
            + $"{OpenFileLimit.Current}, of which {OpenFileLimit.Reserve} are kept for the program "
            + "itself. Ask for fewer, or raise the limit with ulimit -n.");
        Require(
            plan.Depth is >= 1 and <= MostDepth,
            $"The depth must be 1 to {MostDepth}, not {plan.Depth}.");
        Require(
            plan.Count is null or >= 1,
            $"The count must be at least 1, not {plan.Count}.");
        Require(
            plan.Size is >= 1 and <= LargestMessage,
            $"The size of a message must be 1 to {LargestMessage} bytes, not {plan.Size}.");
        Require(
            plan.Rate is null or (> 0 and <= MostRate),
            $"The rate must be above 0 and at most {MostRate} messages a second, not "
            + $"{plan.Rate}.");
        Require(plan.Engine is not null && plan.Target is not null, "A target is needed.");
        Require(Enum.IsDefined(plan.Expect), $"{plan.Expect} is no expectation.");
        RequireTime(plan.Duration, "duration", isZeroFine: plan.Count is not null);
        RequireTime(plan.WarmUp, "warm-up", isZeroFine: true);
        RequireTime(plan.Timeout, "timeout", isZeroFine: false);
        RequireReconnect(plan);
    }

    static void RequireReconnect(LoadPlan plan)
    {
        if (plan.Reconnect)
        {
            Require(
                plan.Target.Transport.IsStream,
                "Datagrams have no connection to make anew for each message.");
            Require(
                plan.Depth == 1,
                "With a connection for each message there is one message a connection: the depth "
                + "must be 1.");
            Require(
                plan.Expect != LoadExpectation.None,
                "With a connection for each message an answer must be expected, which ends it.");
        }
    }

    static void RequireTime(TimeSpan time, string name, bool isZeroFine) => Require(
        time <= Longest && (time > TimeSpan.Zero || (isZeroFine && time == TimeSpan.Zero)),
        $"The {name} must be {(isZeroFine ? "at least" : "above")} 0 and at most "
        + $"{Longest.Days} days, not {time}.");

    static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}

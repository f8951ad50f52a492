namespace Doorway.Cli.Bench;

/// <summary>What `doorway bench` was asked to do.</summary>
sealed record BenchPlan
{
    /// <summary>The run; of a search the shape of each of its runs.</summary>
    public required LoadPlan Load { get; init; }

    /// <summary>
    /// The 99th percentile under which the highest rate is searched; null for a single run.
    /// </summary>
    public TimeSpan? SearchUnder { get; init; }

    /// <summary>The command line as somebody would type it.</summary>
    public string CommandLine { get; init; } = "doorway bench";

    /// <summary>
    /// All that the run is, in a line: what was asked for, and what was chosen where nothing was.
    /// </summary>
    public string Heading => $"{Load.Target}: {Description}";

    /// <summary>The same without the server.</summary>
    public string Description => string.Join(", ", Parts());

    IEnumerable<string> Parts()
    {
        yield return Load.Expect switch
        {
            LoadExpectation.Upper => "upper",
            LoadExpectation.Echo => "echo",
            _ => "no answer expected",
        };
        yield return SearchUnder is { } limit
            ? $"the highest rate whose p99 stays under {Amount.Time(limit)}"
            : Load.Rate is { } rate
                ? $"open loop, {Amount.Rate(rate)} a second evenly paced" : "closed loop";
        string ends = Amount.Of(
            Load.Connections, Load.Target.Transport.IsStream ? "connection" : "socket");
        string each = Load.Connections == 1 ? "" : " each";
        yield return Load.Reconnect ? $"{ends} at a time, a new one for each message"
            : Load.Depth == 1 ? $"{ends}, one message at a time{each}"
            : $"{ends}, up to {Amount.Count(Load.Depth)} messages unanswered{each}";
        yield return Amount.Of(Load.Size, "byte");
        yield return Length();
    }

    string Length()
    {
        string length = Load.Count is { } count
            ? Amount.Of(count, "message")
            : $"{Amount.Asked(Load.Duration)}{(SearchUnder is null ? "" : " a try")}";
        return Load.WarmUp > TimeSpan.Zero
            ? $"{length} after {Amount.Asked(Load.WarmUp)} of warm-up" : length;
    }
}

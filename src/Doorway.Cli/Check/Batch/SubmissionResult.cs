namespace Doorway.Cli.Checks.Batch;

/// <summary>What came of one submission.</summary>
sealed record SubmissionResult
{
    /// <summary>Which one.</summary>
    public required Submission Submission { get; init; }

    /// <summary>The exit code of its check; null where it had to be ended.</summary>
    public int? Code { get; init; }

    /// <summary>For each level, how many requirements hold, and how many were judged.</summary>
    public IReadOnlyDictionary<string, (int Held, int Judged)> Counts { get; init; } =
        new Dictionary<string, (int, int)>();

    /// <summary>The ids of what is wrong, MUST first.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>What the program was taken for; empty where that is not known.</summary>
    public string Kind { get; init; } = "";

    /// <summary>What went wrong with the check itself, in a line; null for nothing.</summary>
    public string? Fault { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>The verdict in a word or two.</summary>
    public string Verdict => Code switch
    {
        ExitCode.Ok => "right",
        ExitCode.Failed => "wrong",
        ExitCode.NotStarted => "not started",
        ExitCode.Interrupted or ExitCode.Terminated => "stopped",
        null => "hung",
        _ => "not judged",
    };

    /// <summary>How many hold, as in <c>14/15</c>; empty where none was judged.</summary>
    public string Share(string level) =>
        Counts.TryGetValue(level, out (int Held, int Judged) count) && count.Judged > 0
            ? $"{count.Held}/{count.Judged}" : "";

    /// <summary>All of it in a line.</summary>
    public string Line
    {
        get
        {
            string shares = string.Join(", ", from level in BatchTable.Levels
                                              where Share(level).Length > 0
                                              select $"{level} {Share(level)}");
            string why = Fault is null ? "" : $" ({Shown.Text(Fault)})";
            string counts = shares.Length > 0 ? $": {shares}" : "";
            return $"{Shown.Text(Submission.Name)}: {Verdict}{counts}{why}";
        }
    }
}

namespace Doorway.Check;

/// <summary>How a program ended.</summary>
/// <param name="Code">Its exit code; 0 where a signal ended it.</param>
/// <param name="Signal">The signal that ended it (signal(7)); 0 where it exited itself.</param>
/// <param name="Reason">Why we had to end it; null where that was not our doing.</param>
readonly record struct SubjectExit(int Code, int Signal, string? Reason = null)
{
    /// <summary>In words: "exited with code 1", "was ended by SIGSEGV".</summary>
    public override string ToString() => Signal switch
    {
        _ when Reason is not null => $"was ended by us, for {Reason}",
        0 => $"exited with code {Code}",
        2 => "was ended by SIGINT",
        6 => "was ended by SIGABRT",
        9 => "was ended by SIGKILL",
        11 => "was ended by SIGSEGV",
        13 => "was ended by SIGPIPE",
        15 => "was ended by SIGTERM",
        _ => $"was ended by signal {Signal}",
    };
}

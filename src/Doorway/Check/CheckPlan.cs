namespace Doorway.Check;

/// <summary>What to check, and within which limits.</summary>
public sealed record CheckPlan
{
    /// <summary>Which part the program plays.</summary>
    public required CheckRole Role { get; init; }

    /// <summary>
    /// The program and its arguments, run without a shell. Null checks a server that runs already;
    /// a client is always run by us.
    /// </summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>The folder it runs in; ours unless set.</summary>
    public string? Folder { get; init; }

    /// <summary>
    /// Where the server is, or is to be. Null finds it out by the sockets that the program opens;
    /// a server that runs already needs it.
    /// </summary>
    public Address? Address { get; init; }

    /// <summary>How it cuts its messages; null finds it out.</summary>
    public CheckProfile? Profile { get; init; }

    /// <summary>What the server does; null finds it out.</summary>
    public CheckService? Service { get; init; }

    /// <summary>
    /// Lines that are typed at its keyboard whenever it is started, before anything else: answers
    /// to what it asks first, such as a server's name.
    /// </summary>
    public IReadOnlyList<string> Input { get; init; } = [];

    /// <summary>The cases to run, by id or by the beginning of ids; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>How long one case may take; 8 seconds unless set.</summary>
    public TimeSpan CaseTime { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long all may take together; 30 seconds unless set.</summary>
    public TimeSpan TotalTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many cases run side by side; 0, the default, chooses.</summary>
    public int AtOnce { get; init; }

    /// <summary>
    /// Whether each case gets a network of its own; null, the default, where the machine allows it.
    /// </summary>
    public bool? Isolate { get; init; }

    /// <summary>What the program may use up.</summary>
    public SubjectLimits Limits { get; init; } = new();

    /// <summary>Told what the program is, once that is known and before any case is run.</summary>
    public Action<Traits>? Known { get; init; }

    /// <summary>Told each result as it comes; called by one thread at a time.</summary>
    public Action<CaseResult>? Finished { get; init; }

    /// <summary>Told what is found out, and what this machine does not allow; a line each.
    /// </summary>
    public Action<string>? Log { get; init; }
}

namespace Doorway.Services;

/// <summary>Which program an <see cref="Exec"/> runs, and what it may take.</summary>
public sealed record ExecOptions
{
    /// <summary>The program: a path, or a name to be looked up on PATH.</summary>
    public required string FileName { get; init; }

    /// <summary>Its arguments, each given as it is: no shell reads them.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>How long a conversation may last; default 10 minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many may run at once; default 64. Further connections are reset.</summary>
    public int AtOnce { get; init; } = 64;

    /// <summary>How long processes have between SIGTERM and SIGKILL; default 2 seconds.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Told what becomes of each connection; must return soon, and not throw.</summary>
    public Action<ExecEvent>? Log { get; init; }
}

/// <summary>What an <see cref="Exec"/> tells its log.</summary>
public enum ExecEventKind
{
    /// <summary>A program was started for a connection.</summary>
    Started,

    /// <summary>A program has ended by itself.</summary>
    Ended,

    /// <summary>
    /// A program was ended: its peer has gone, or the deadline has passed, or the server stops.
    /// </summary>
    Killed,

    /// <summary>A connection was reset because too many programs run.</summary>
    Refused,

    /// <summary>
    /// The program could not be started, or some of its processes could not be ended.
    /// </summary>
    Fault,
}

/// <summary>One thing that happened to the program of a connection.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Peer">The other end of the connection.</param>
/// <param name="Text">The rest in words, one line, without kind and peer.</param>
public sealed record ExecEvent(ExecEventKind Kind, SocketName Peer, string Text);

/// <summary>
/// A program that can't be run. The message is one line: the cause and what to do.
/// </summary>
public sealed class ExecException : Exception
{
    internal ExecException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}

namespace Doorway.Watch;

/// <summary>
/// One thing that was seen of a network exchange, on the one clock of all sources.
/// </summary>
public abstract record WatchEvent
{
    /// <summary>Its place in a <see cref="WatchLog"/>, from 1; 0 before it has one.</summary>
    public long Number { get; init; }

    /// <summary>When it happened, UTC, in steps of 100 ns (CLOCK_REALTIME).</summary>
    public DateTime Time { get; init; }
}

/// <summary>What <see cref="ProgramEvent"/> tells of a process.</summary>
public enum ProgramStep
{
    /// <summary>It was started by us, or is watched from now on.</summary>
    Started,

    /// <summary>Its parent made it (fork(2), clone(2)).</summary>
    Forked,

    /// <summary>It runs another program now (execve(2)).</summary>
    Executed,

    /// <summary>A signal reached it.</summary>
    Signalled,

    /// <summary>It ended.</summary>
    Ended,
}

/// <summary>A process begins, becomes another program or ends.</summary>
public sealed record ProgramEvent : WatchEvent
{
    /// <summary>Its number (PID); for our own client and server a small one of ours.</summary>
    public required int Process { get; init; }

    /// <summary>What became of it.</summary>
    public required ProgramStep Step { get; init; }

    /// <summary>The process that made it; 0 where nobody who is watched did.</summary>
    public int Parent { get; init; }

    /// <summary>What it is called: "python3 TCPServer.py".</summary>
    public string Name { get; init; } = "";

    /// <summary>How it ended, or the signal's name, in words: "exited with 0", "SIGPIPE".</summary>
    public string? How { get; init; }
}

/// <summary>What a program printed.</summary>
public sealed record OutputEvent : WatchEvent
{
    /// <summary>The process that was started by us, also where a child of it printed.</summary>
    public required int Process { get; init; }

    /// <summary>Whether it went to standard error.</summary>
    public bool IsError { get; init; }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }
}

/// <summary>What a <c>link</c> between client and server did with a message, or does from now on.
/// </summary>
public sealed record FateEvent : WatchEvent
{
    /// <summary>The words of the link: "#17 client->server dropped: loss 5%".</summary>
    public required string Words { get; init; }

    /// <summary>Whether it is a change of the link and not the fate of one message.</summary>
    public bool IsChange { get; init; }

    /// <summary>Who sent the message.</summary>
    public Side From { get; init; }

    /// <summary>Whether the message never arrives.</summary>
    public bool IsLoss { get; init; }

    /// <summary>The link's transport; null where it isn't known.</summary>
    public Transport? Transport { get; init; }

    /// <summary>The link's own address, to which clients send; null where it isn't known.
    /// </summary>
    public string? Link { get; init; }

    /// <summary>Whose message it is, or is for; null where it isn't known.</summary>
    public string? Client { get; init; }

    /// <summary>How many bytes the message has.</summary>
    public int Length { get; init; }

    /// <summary>Which bytes of which flow it is about; null where that can't be told.</summary>
    public FlowRange? Range { get; init; }
}

/// <summary>Something to be told to who watches: what can't be seen and why, what is not shown.
/// </summary>
public sealed record NoticeEvent : WatchEvent
{
    /// <summary>One sentence or two, plain.</summary>
    public required string Words { get; init; }

    /// <summary>How many events are missing here; 0 for none.</summary>
    public long Missing { get; init; }
}

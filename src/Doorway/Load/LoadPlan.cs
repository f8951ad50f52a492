namespace Doorway;

/// <summary>What the right answer to a message is.</summary>
public enum LoadExpectation
{
    /// <summary>The message in upper case (default).</summary>
    Upper,

    /// <summary>The message itself (RFC 862).</summary>
    Echo,

    /// <summary>None: messages are only sent.</summary>
    None,
}

/// <summary>What to send to a server, how fast, and what to make of its answers.</summary>
public sealed record LoadPlan
{
    /// <summary>The server: TCP, UDP, Unix stream or Unix datagram.</summary>
    public required Address Target { get; init; }

    /// <summary>How many connections (streams) or sockets (datagrams); default 1.</summary>
    public int Connections { get; init; } = 1;

    /// <summary>
    /// How many messages of each connection may be unanswered at once; default 1.
    /// </summary>
    public int Depth { get; init; } = 1;

    /// <summary>
    /// How many messages are sent in all, warm-up not counted; null (default) for as many as fit in
    /// <see cref="Duration"/>.
    /// </summary>
    public long? Count { get; init; }

    /// <summary>How long to send, without warm-up; default 10 s. Not used with a count.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long to send before anything is counted; default 1 s. Of a plan with a count too.
    /// </summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many bytes each message has; default 64.</summary>
    public int Size { get; init; } = 64;

    /// <summary>
    /// What messages are made of, in any script, repeated or cut between characters to
    /// <see cref="Size"/>; null (default) for English words.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>
    /// Messages a second in all, evenly paced, sent whether or not answers come (open loop); null
    /// (default) sends a message when an answer has come (closed loop).
    /// </summary>
    public double? Rate { get; init; }

    /// <summary>What a right answer is; default upper case.</summary>
    public LoadExpectation Expect { get; init; }

    /// <summary>
    /// How long an answer may take, and connecting; default 1 s. A later answer is counted as late,
    /// one that hasn't come when the run ends, this long after the last message, as lost.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether each message gets a connection of its own, for servers that close after one answer;
    /// default false.
    /// </summary>
    public bool Reconnect { get; init; }

    /// <summary>The engine; default <see cref="Engine.Default"/>.</summary>
    public Engine Engine { get; init; } = Engine.Default;

    /// <summary>
    /// Told about once a second what that second brought, warm-up left out; null for nobody. Called
    /// from a thread of the run: it should return soon.
    /// </summary>
    public Action<LoadSecond>? Progress { get; init; }
}

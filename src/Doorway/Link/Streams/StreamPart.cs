namespace Doorway;

/// <summary>What a part of a stream on its way through a link is.</summary>
enum PartKind : byte
{
    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>No bytes: here the stream stops for a while.</summary>
    Stall,

    /// <summary>No bytes: the end.</summary>
    Finish,

    /// <summary>No bytes: here the connection breaks off.</summary>
    Reset,
}

/// <summary>A part of a stream on its way through a link: bytes, or what is between.</summary>
record struct StreamPart
{
    public PartKind Kind { get; init; }

    /// <summary>How many of its bytes are left.</summary>
    public int Length { get; set; }

    /// <summary>Whether its last byte is that of the piece that came in.</summary>
    public bool EndsPiece { get; init; }

    /// <summary>When it came in, as a timestamp.</summary>
    public long Arrived { get; init; }

    /// <summary>How long it is delayed, in timestamp units.</summary>
    public long Delay { get; init; }

    /// <summary>When it may leave, as a timestamp; once it has passed the rate limit.</summary>
    public long Due { get; init; }
}

/// <summary>What is to be done next with what waits on a <see cref="StreamPath"/>.</summary>
enum StepKind : byte
{
    /// <summary>Nothing: nothing waits.</summary>
    Idle,

    /// <summary>Ask again at a certain time.</summary>
    Wait,

    /// <summary>Send bytes, and tell <see cref="StreamPath.Sent"/>.</summary>
    Send,

    /// <summary>Pass on the end.</summary>
    Finish,

    /// <summary>The end has come, and is not passed on for now.</summary>
    Withhold,

    /// <summary>Break the connection off.</summary>
    Reset,
}

/// <summary>One step.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Bytes">What to send.</param>
/// <param name="At">When to ask again, as a timestamp.</param>
readonly record struct Step(StepKind Kind, ReadOnlyMemory<byte> Bytes = default, long At = 0);

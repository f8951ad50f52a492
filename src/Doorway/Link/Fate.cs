namespace Doorway;

/// <summary>What a link did with one message.</summary>
public readonly record struct Fate
{
    /// <summary>
    /// The message's number among those of its direction, from 1, in the order in which they came
    /// in: a datagram, or a piece of a stream as it was received.
    /// </summary>
    public long Number { get; init; }

    /// <summary>Which way it was going.</summary>
    public Direction Direction { get; init; }

    /// <summary>Whose message it is, or is for.</summary>
    public SocketName Client { get; init; }

    /// <summary>How many bytes it has.</summary>
    public int Length { get; init; }

    /// <summary>When it came in (CLOCK_REALTIME).</summary>
    public DateTime Time { get; init; }

    /// <summary>Whether it goes no further.</summary>
    public bool IsDropped { get; init; }

    /// <summary>How long it is kept; zero for passing at once.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// What was done and why, one for each impairment that acted, as in
    /// <c>dropped: loss 5%</c>; null for passing as it came.
    /// </summary>
    public string? What { get; init; }

    /// <summary>One line: <c>#17 client->server dropped: loss 5%</c>.</summary>
    public override string ToString() =>
        $"#{Number} {WayOf(Direction)} {What ?? "passed"}";

    /// <summary>A direction as fates write it.</summary>
    internal static string WayOf(Direction direction) =>
        direction == Direction.ToServer ? "client->server" : "server->client";
}

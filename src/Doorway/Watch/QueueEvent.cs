namespace Doorway.Watch;

/// <summary>
/// How many clients wait to be accepted in a listening socket's queue, told when it changes.
/// </summary>
public sealed record QueueEvent : WatchEvent
{
    /// <summary>The listening socket, as in the <see cref="CallEvent"/>s about it.</summary>
    public required int Socket { get; init; }

    /// <summary>How many connections are open that no accept(2) has taken yet.</summary>
    public required int Waiting { get; init; }

    /// <summary>How many may wait, as listen(2) was told; 0 where that is not known.</summary>
    public int Backlog { get; init; }
}

namespace Doorway.Watch;

/// <summary>
/// A flow is seen for the first time, or its ends have become known: all that passes between two
/// sockets, both ways (RFC 7011 2). It comes before the first event that names the flow.
/// </summary>
public sealed record FlowEvent : WatchEvent
{
    /// <summary>Its number, from 1.</summary>
    public required int Flow { get; init; }

    /// <summary>The transport.</summary>
    public required Transport Transport { get; init; }

    /// <summary>
    /// Who sent the SYN or called connect; over UDP who sent first. "127.0.0.1:45678", a path, or
    /// null where its address isn't known (yet).
    /// </summary>
    public string? Client { get; init; }

    /// <summary>The other end; null as well.</summary>
    public string? Server { get; init; }
}

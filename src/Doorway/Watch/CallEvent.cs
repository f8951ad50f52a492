using System.Text.Json.Serialization;
using Doorway.Watch.Flows;

namespace Doorway.Watch;

/// <summary>
/// A system call of a program. One that blocks comes twice under the same <see cref="Id"/>: while
/// it waits and when it has returned.
/// </summary>
public sealed record CallEvent : WatchEvent
{
    /// <summary>Which call it is, from 1.</summary>
    public required long Id { get; init; }

    /// <summary>Its name, as in its man page: "accept4".</summary>
    public required string Call { get; init; }

    /// <summary>The process that called.</summary>
    public required int Process { get; init; }

    /// <summary>The thread of it.</summary>
    public int Thread { get; init; }

    /// <summary>Whether it has not returned yet.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>How long it took, or has waited until now. It began at
    /// <see cref="WatchEvent.Time"/>.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>
    /// Its place in the order of all events: what it causes comes after it (a send, at
    /// <see cref="WatchEvent.Time"/>), what causes its return before it (a receive, a wait, and
    /// every call that blocked: when it returned).
    /// </summary>
    [JsonIgnore]
    public DateTime Place => CallRoles.Place(this);

    /// <summary>The descriptor that it is about; -1 for none.</summary>
    public int Descriptor { get; init; } = -1;

    /// <summary>
    /// The socket behind the descriptor, from 1, the same in every process that shares it; 0 where
    /// it is no socket.
    /// </summary>
    public int Socket { get; init; }

    /// <summary>The transport of the socket; null where it is none of ours.</summary>
    public Transport? Transport { get; init; }

    /// <summary>The socket's own address, "127.0.0.1:12000" or a path; null where it has none yet.
    /// </summary>
    public string? Local { get; init; }

    /// <summary>The other end: of the connection, or of this datagram.</summary>
    public string? Peer { get; init; }

    /// <summary>
    /// The socket at the other end, numbered like <see cref="Socket"/>, where the kernel tells it
    /// (Unix sockets); else 0.
    /// </summary>
    public int PeerSocket { get; init; }

    /// <summary>
    /// The socket that it made (socket, accept; the first of socketpair); else 0.
    /// </summary>
    public int Made { get; init; }

    /// <summary>The arguments as written by strace(1), bytes left out.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>What it returned.</summary>
    public long Result { get; init; }

    /// <summary>Why it failed: "ECONNREFUSED"; null where it did not.</summary>
    public string? Error { get; init; }

    /// <summary>The bytes sent or received, as many as were kept.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>
    /// How long each message is where it moved several at once (sendmmsg, recvmmsg); they follow
    /// one another in <see cref="Bytes"/>. Else empty.
    /// </summary>
    public IReadOnlyList<int> Messages { get; init; } = [];

    /// <summary>Which bytes of which flow it moved; null for none.</summary>
    public FlowRange? Range { get; init; }
}

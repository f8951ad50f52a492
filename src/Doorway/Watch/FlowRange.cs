namespace Doorway.Watch;

/// <summary>
/// Some bytes of a flow: what joins a message, the calls that sent and received it and the frames
/// that carried it.
/// </summary>
/// <param name="Flow">
/// The flow's number, from 1: all that passes between two sockets, both ways (RFC 7011 2).
/// </param>
/// <param name="From">Who sent them: the client is who spoke first.</param>
/// <param name="Offset">
/// The place of the first in all that this side sends, from 0. Datagrams count as if their bytes
/// followed one another in the order in which they were sent, those that were lost too.
/// </param>
/// <param name="Length">How many; 0 for an empty datagram.</param>
public sealed record FlowRange(int Flow, Side From, long Offset, int Length)
{
    /// <summary>Which datagram of this side it is, from 1; 0 in a stream.</summary>
    public long Datagram { get; init; }
}

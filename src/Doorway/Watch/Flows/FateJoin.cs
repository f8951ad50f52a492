namespace Doorway.Watch.Flows;

/// <summary>
/// Joins what a link did with a message to the message, where it is certain which one it was. The
/// link tells the fates of a client's messages in the order in which they came in.
/// </summary>
sealed class FateJoin(FlowTable flows, SocketTable sockets)
{
    // A link judges a datagram as soon as it has it.
    static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(500);

    /// <summary>The fate with its range, if that is known.</summary>
    public FateEvent Join(FateEvent fate)
    {
        if (fate.IsChange || fate.Range is not null || fate.Transport is not { } transport
            || transport.IsUnix)
        {
            return fate;
        }

        (End client, End link) = (sockets.Ends.Read(fate.Client), sockets.Ends.Read(fate.Link));
        Flow? flow = client.IsKnown && link.IsKnown ? flows.Find(transport, client, link) : null;
        if (flow is null)
        {
            return fate;
        }

        FlowRange? range = transport.IsStream ? Piece(fate, flow)
            : fate.From == Side.Client ? ToServer(fate, flow) : ToClient(fate, flow);
        return range is null ? fate : fate with { Range = range };
    }

    // All pieces of a stream are judged, in order, both ways: what the link hands on is the same
    // bytes of the client's connection.
    static FlowRange Piece(FateEvent fate, Flow flow)
    {
        StreamSide stream = flow.StreamOf(fate.From);
        var range = new FlowRange(flow.Number, fate.From, stream.Fated, fate.Length);
        stream.Fated += fate.Length;
        return range;
    }

    static FlowRange? ToServer(FateEvent fate, Flow flow)
    {
        foreach (Datagram one in flow.DatagramsOf(Side.Client).Kept)
        {
            if (IsJudged(fate, one))
            {
                return Judge(flow, Side.Client, one);
            }
        }

        return null;
    }

    // It came from the server to a socket of the link's whose address the fate does not tell: the
    // only datagram that can be meant, if there is only one.
    FlowRange? ToClient(FateEvent fate, Flow flow)
    {
        (Flow Flow, Datagram Datagram)[] candidates =
        [
            .. flows.Answers.Where(one => one.Flow != flow && IsJudged(fate, one.Datagram)),
        ];
        return candidates is [var only] ? Judge(only.Flow, Side.Server, only.Datagram) : null;
    }

    static FlowRange Judge(Flow flow, Side from, Datagram one)
    {
        one.Meet(Meeting.Fate);
        return new FlowRange(flow.Number, from, one.Offset, one.Length) { Datagram = one.Number };
    }

    static bool IsJudged(FateEvent fate, Datagram one) =>
        !one.IsMet(Meeting.Fate) && one.Length == fate.Length
        && one.Time <= fate.Time && fate.Time - one.Time <= Soon;
}

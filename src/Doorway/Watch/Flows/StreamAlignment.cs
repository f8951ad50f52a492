namespace Doorway.Watch.Flows;

/// <summary>
/// Where calls and segments were not both seen from the first byte on, their bytes tell which
/// belong together: a connection that was under way, a program that is watched late.
/// </summary>
static class StreamAlignment
{
    /// <summary>Calls are seen from the first on; where a SYN was too, all places are known.
    /// </summary>
    public static void BothFromTheFirst(Flow flow)
    {
        Settle(flow.StreamOf(Side.Client));
        Settle(flow.StreamOf(Side.Server));
    }

    static void Settle(StreamSide stream)
    {
        if (stream.HasSyn)
        {
            stream.NeedsNoAlignment();
        }
    }

    /// <summary>Finds the place of the first call that sends or receives.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="stream">The side whose bytes it moves.</param>
    /// <param name="sends">Whether it sends.</param>
    /// <param name="moved">How many bytes it moved.</param>
    /// <param name="bytes">Those that were kept.</param>
    public static void BeforeCall(
        Flow flow, StreamSide stream, bool sends, int moved, ReadOnlySpan<byte> bytes)
    {
        if (sends ? stream.HasSend : stream.HasReceive)
        {
            return;
        }

        if (!flow.HasFirstCall)
        {
            long seen = stream.HasFrames ? stream.OffsetOf(stream.Line.Next)
                : sends ? stream.Received : 0;
            long? found = stream.Tail?.Find(bytes);
            if (sends)
            {
                // What it sends goes on the wire after all that was there before.
                stream.Sent = stream.HasFrames && found >= stream.Received ? found.Value : seen;
            }
            else
            {
                stream.Received = found ?? Math.Max(seen - moved, 0);
            }
        }

        stream.HasSend |= sends;
        stream.HasReceive |= !sends;
    }

    /// <summary>Finds the place of a segment's data when the SYN was not seen.</summary>
    /// <param name="stream">The side that sent it.</param>
    /// <param name="sequence">The number of its first byte.</param>
    /// <param name="data">Its data.</param>
    /// <param name="length">How many bytes that is.</param>
    public static void BeforeSegment(
        StreamSide stream, long sequence, ReadOnlyMemory<byte> data, int length)
    {
        if (length == 0 || stream.HasSyn || stream.IsAligned)
        {
            return;
        }

        if (stream.HasSend || stream.HasReceive)
        {
            long last = stream.HasSend ? stream.Sent - length : stream.Received;
            stream.Align(sequence, Math.Max(stream.Tail?.Find(data.Span) ?? last, 0));
        }
        else
        {
            stream.Remember(stream.OffsetOf(sequence), data);
        }
    }
}

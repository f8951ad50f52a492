using System.Text;
using Doorway.Frames;
using Doorway.Watch;
using FsCheck;
using FsCheck.Fluent;
using static Doorway.Tests.Watch.Flows.Exchange;

namespace Doorway.Tests.Watch.Flows;

/// <summary>
/// However a stream is split into sends, segments and reads, and in whatever order the sources
/// tell of them, the same bytes are joined.
/// </summary>
public sealed class JoinPropertyTests
{
    static readonly Config Runs =
        Config.QuickThrowOnFailure.WithMaxTest(200).WithQuietOnSuccess(true);

    [Fact]
    public void Any_split_in_any_order_of_arrival_joins_the_same_bytes() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => Check(new Random(seed)))
            .Check(Runs);

    static bool Check(Random random)
    {
        string stream = string.Concat(Enumerable.Range(0, random.Next(1, 2_000))
            .Select(_ => (char)random.Next('a', 'z')));
        var exchange = new Exchange();
        uint first = (uint)random.NextInt64(uint.MaxValue);
        List<WatchEvent> events =
        [
            exchange.Call(0, "connect", 2, null, ServerEnd),
            Segment(0.001, Side.Client, TcpFlags.Syn, first),
            exchange.Call(0.002, "accept", 1, "0.0.0.0:12000", ClientEnd, made: 3),
        ];
        // Each source has come to a byte only after the one before it.
        double[] sent = new double[stream.Length], carried = new double[stream.Length];
        double time = 1;
        foreach ((int at, string text) in Pieces(stream, random))
        {
            events.Add(exchange.Call(time += 1, "send", 2, ClientEnd, ServerEnd, text));
            sent.AsSpan(at, text.Length).Fill(time);
        }

        double last = 0;
        foreach ((int at, string text) in Pieces(stream, random))
        {
            last = Math.Max(last, sent[at + text.Length - 1]) + 0.001;
            events.Add(Segment(last, Side.Client, TcpFlags.Ack,
                unchecked(first + 1 + (uint)at), 1, text));
            carried.AsSpan(at, text.Length).Fill(last);
        }

        last = 0;
        foreach ((int at, string text) in Pieces(stream, random))
        {
            last = Math.Max(last, carried[at + text.Length - 1]) + 0.001;
            double took = random.NextDouble() * 5;
            events.Add(exchange.Call(
                last - took, "recv", 3, ServerEnd, ClientEnd, text, took));
        }

        WatchEvent[] mixed = [.. events];
        random.Shuffle(mixed);
        exchange.JoinAll(mixed);
        Covers(stream, exchange, "send");
        Covers(stream, exchange, "recv");
        Covers(stream, exchange.Told.OfType<FrameEvent>().Skip(1)
            .Select(frame => (frame.Range!, frame.Bytes)));
        return true;
    }

    static void Covers(string stream, Exchange exchange, string call) =>
        Covers(stream, exchange.Told.OfType<CallEvent>().Where(one => one.Call == call)
            .Select(one => (one.Range!, one.Bytes)));

    static void Covers(
        string stream, IEnumerable<(FlowRange Range, ReadOnlyMemory<byte> Bytes)> moved)
    {
        long next = 0;
        foreach ((FlowRange range, ReadOnlyMemory<byte> bytes) in moved)
        {
            Assert.Equal((1, Side.Client, next), (range.Flow, range.From, range.Offset));
            Assert.Equal(stream.Substring((int)range.Offset, range.Length),
                Encoding.Latin1.GetString(bytes.Span));
            next += range.Length;
        }

        Assert.Equal(stream.Length, next);
    }

    static IEnumerable<(int At, string Text)> Pieces(string stream, Random random)
    {
        int most = random.Next(1, stream.Length + 1);
        for (int at = 0; at < stream.Length;)
        {
            int length = Math.Min(random.Next(1, most + 1), stream.Length - at);
            yield return (at, stream.Substring(at, length));
            at += length;
        }
    }

    [Fact]
    public void Datagrams_that_are_lost_doubled_and_mixed_keep_their_numbers() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => CheckDatagrams(new Random(seed)))
            .Check(Runs);

    static bool CheckDatagrams(Random random)
    {
        var exchange = new Exchange();
        string[] texts = [.. Enumerable.Range(1, random.Next(1, 60))
            .Select(i => $"{i}:{new string('x', random.Next(0, 40))}")];
        List<WatchEvent> events = [.. texts.Select((text, i) => exchange.Call(
            i, "sendto", 2, "0.0.0.0:45678", ServerEnd, text, transport: Transport.Udp))];
        int[] arrivals = [.. Enumerable.Range(0, texts.Length)
            .SelectMany(i => Enumerable.Repeat(i, random.Next(0, 3)))];
        random.Shuffle(arrivals);
        double time = texts.Length;
        foreach (int i in arrivals)
        {
            events.Add(Datagram(time += 0.5, texts[i]));
            events.Add(exchange.Call(time += 0.5, "recvfrom", 1, "0.0.0.0:12000", ClientEnd,
                texts[i], transport: Transport.Udp));
        }

        WatchEvent[] mixed = [.. events];
        random.Shuffle(mixed);
        exchange.JoinAll(mixed);
        foreach ((FlowRange range, string text) in exchange.Told.Select(Moved).OfType<(
            FlowRange, string)>())
        {
            int number = int.Parse(
                text.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture);
            long offset = texts.Take(number - 1).Sum(one => one.Length);
            Assert.Equal(new FlowRange(1, Side.Client, offset, text.Length)
            {
                Datagram = number,
            }, range);
        }

        FrameEvent[] frames = [.. exchange.Told.OfType<FrameEvent>()];
        Assert.Equal(arrivals.Length, frames.Length);
        Assert.Equal(arrivals.Length - arrivals.Distinct().Count(),
            frames.Count(frame => frame.Marks.HasFlag(FrameMarks.Duplicate)));
        return true;
    }

    static (FlowRange, string)? Moved(WatchEvent seen) => seen switch
    {
        CallEvent call => (call.Range!, Encoding.Latin1.GetString(call.Bytes.Span)),
        FrameEvent frame => (frame.Range!, Encoding.Latin1.GetString(frame.Bytes.Span)),
        _ => null,
    };
}

using Doorway.Frames;
using Doorway.Tests.Command;
using Doorway.Watch;

namespace Doorway.Tests.Watch;

/// <summary>Events of every kind, with true frames (Frames/loopback.hex).</summary>
static class RecordedExchange
{
    public static readonly byte[][] Frames = [.. File.ReadLines(Path.Combine(
        Programs.Repository, "tests", "Doorway.Tests", "Frames", "loopback.hex"))
        .Select(Convert.FromHexString)];

    static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    /// <summary>The events, numbered from 1.</summary>
    public static IReadOnlyList<WatchEvent> Events()
    {
        var range = new FlowRange(1, Side.Client, 0, 11);
        WatchEvent[] events =
        [
            new ProgramEvent
            {
                Process = 101, Step = ProgramStep.Started, Name = "python3 TCPServer.py",
            },
            new NoticeEvent { Words = "3 frames are missing: «<script>\u202E\0", Missing = 3 },
            new FlowEvent
            {
                Flow = 1, Transport = Transport.Tcp, Client = "127.0.0.1:40000",
            },
            new CallEvent
            {
                Id = 7, Call = "sendto", Process = 101, Thread = 102, Descriptor = 3, Socket = 2,
                Transport = Transport.Tcp, Local = "127.0.0.1:40000", Peer = "127.0.0.1:12000",
                Arguments = "3, ..., 0", Result = 11, Bytes = "hello world"u8.ToArray(),
                Took = TimeSpan.FromTicks(1_234), Messages = [5, 6], Range = range,
            },
            new CallEvent { Id = 8, Call = "accept4", Process = 101, IsWaiting = true },
            new CallEvent { Id = 10, Call = "read", Process = 101, Descriptor = 0, Result = -1 },
            new QueueEvent { Socket = 2, Waiting = 0, Backlog = 5 },
            new CallEvent { Id = 9, Call = "connect", Process = 1, Error = "ECONNREFUSED" },
            .. Frames.Select((bytes, index) => new FrameEvent
            {
                Bytes = bytes,
                OriginalLength = bytes.Length,
                Decoded = FrameDecoder.Decode(bytes, default),
                Range = index == 3 ? range : null,
                Marks = index == 3
                    ? FrameMarks.Retransmission | FrameMarks.ZeroWindow : FrameMarks.None,
                Numbers = index == 3 ? new SegmentNumbers(1, 1, 65_536) : null,
                States = index == 3 ? ("ESTABLISHED", "ESTABLISHED") : null,
            }),
            new OutputEvent { Process = 101, IsError = true, Bytes = new byte[] { 0, 255, 10 } },
            new FateEvent
            {
                Words = "#17 client->server dropped: loss 5%", IsLoss = true, From = Side.Server,
                Range = new FlowRange(2, Side.Server, 5, 6) { Datagram = 2 },
            },
            new ProgramEvent
            {
                Process = 101, Step = ProgramStep.Ended, How = "exited with 0", Parent = 100,
            },
        ];
        return [.. events.Select((one, index) => one with
        {
            Number = index + 1,
            Time = Start.AddTicks(index * 1_234_567L),
        })];
    }

    /// <summary>What there is to compare of an event: all its members, bytes and lists too.
    /// </summary>
    public static string Text(WatchEvent one) => string.Join(
        ", ",
        from member in one.GetType().GetProperties()
        orderby member.Name
        let value = member.GetValue(one)
        select $"{member.Name} {value switch
        {
            ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
            IEnumerable<int> numbers => string.Join(' ', numbers),
            DateTime time => $"{time.Ticks} {time.Kind}",
            _ => value,
        }}");

    /// <summary>A recording of events.</summary>
    public static byte[] Write(IEnumerable<WatchEvent> events)
    {
        var output = new MemoryStream();
        using (var writer = new RecordingWriter(output))
        {
            foreach (WatchEvent one in events)
            {
                writer.Add(one);
            }
        }

        return output.ToArray();
    }

    /// <summary>What a recording holds.</summary>
    public static IReadOnlyList<WatchEvent> Read(byte[] recording)
    {
        using var reader = RecordingReader.Open(new MemoryStream(recording));
        return [.. reader.Read()];
    }
}

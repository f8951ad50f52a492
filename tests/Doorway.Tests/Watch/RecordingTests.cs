using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using Doorway.Check;
using Doorway.Tests.Command;
using Doorway.Watch;

namespace Doorway.Tests.Watch;

public sealed class RecordingTests
{
    static readonly IReadOnlyList<WatchEvent> Events = RecordedExchange.Events();

    [Fact]
    public void All_events_come_back_in_order_with_their_numbers()
    {
        byte[] recording = RecordedExchange.Write(Events);
        using var reader = RecordingReader.Open(new MemoryStream(recording));
        Assert.True(reader.IsOurs);
        WatchEvent[] read = [.. reader.Read()];
        Assert.Equal(
            Events.Select(RecordedExchange.Text), read.Select(RecordedExchange.Text));
        Assert.Equal(Events.Select(one => one.Number), read.Select(one => one.Number));
        Assert.Equal(Events.Select(one => one.Time), read.Select(one => one.Time));
        Assert.All(read, one => Assert.Equal(DateTimeKind.Utc, one.Time.Kind));
        Assert.All(read.OfType<FrameEvent>(), one => Assert.NotNull(one.Decoded));
    }

    [Fact]
    public void What_was_added_is_in_the_file_before_it_is_closed()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("killed.pcapng");
        using var writer = RecordingWriter.Create(path);
        foreach (WatchEvent one in Events)
        {
            writer.Add(one);
        }

        Assert.True(SpinWait.SpinUntil(
            () => Read(path).Count == Events.Count, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_recording_that_is_cut_anywhere_is_read_up_to_there()
    {
        byte[] recording = RecordedExchange.Write(Events);
        int before = 0;
        for (int length = 1; length < recording.Length; length += 7)
        {
            byte[] cut = recording[..length];
            IReadOnlyList<WatchEvent> read;
            try
            {
                read = RecordedExchange.Read(cut);
            }
            catch (InvalidDataException)
            {
                Assert.InRange(length, 1, 60);
                continue;
            }

            bool isTold = read is [.., NoticeEvent { Number: 0 }];
            int whole = read.Count - (isTold ? 1 : 0);
            Assert.InRange(whole, before, before + 1);
            Assert.Equal(
                Events.Take(whole).Select(RecordedExchange.Text),
                read.Take(whole).Select(RecordedExchange.Text));
            before = whole;
        }

        Assert.Equal(Events.Count - 1, before);
    }

    [Fact]
    public void A_disk_that_is_full_is_told_and_nothing_throws()
    {
        using var writer = new RecordingWriter(new FullStream());
        writer.Add(Events[0]);
        writer.Flush();
        Assert.Equal("No space left", writer.Failure);
        writer.Add(Events[0]);
    }

    [Fact]
    public void A_hundred_thousand_events_are_read_in_seconds()
    {
        byte[] recording = RecordedExchange.Write(
            Enumerable.Range(0, 100_000).Select(i => Events[i % Events.Count]));
        TimeSpan stood = StoodInLine();
        var watch = Stopwatch.StartNew();
        Assert.Equal(100_000, RecordedExchange.Read(recording).Count);
        TestContext.Current.SendDiagnosticMessage(
            $"{recording.Length} bytes in {watch.ElapsedMilliseconds} ms");
        Assert.True(watch.Elapsed - (StoodInLine() - stood) < TimeSpan.FromSeconds(5));
    }

    // How long this thread had no processor, for others had them all.
    static TimeSpan StoodInLine() => SchedulerStat.Read("/proc/thread-self").InLine;

    [Fact]
    public void Bytes_of_any_kind_never_make_it_fail()
    {
        var random = new Random(6);
        byte[] recording = RecordedExchange.Write(Events);
        for (int round = 0; round < 1_500; round++)
        {
            byte[] hostile = [.. recording];
            for (int i = random.Next(1, 12); i > 0; i--)
            {
                // Lengths and types are at multiples of four: half of the changes are there.
                int at = random.Next(4, hostile.Length);
                hostile[random.Next(2) == 0 ? at & ~3 : at] = random.Next(4) switch
                {
                    0 => 0,
                    1 => 0xFF,
                    2 => 0x80,
                    _ => (byte)random.Next(256),
                };
            }

            try
            {
                IReadOnlyList<WatchEvent> read = RecordedExchange.Read(hostile);
                Assert.InRange(read.Count, 0, recording.Length / 12);
            }
            catch (InvalidDataException)
            {
                Assert.NotEqual(recording[..60], hostile[..60]);
            }
        }
    }

    [Fact]
    public void An_event_that_lacks_a_member_has_no_null_where_none_may_be()
    {
        foreach (WatchEvent one in Events)
        {
            JsonObject whole = JsonNode.Parse(RecordedEvent.Write(one)!)!.AsObject();
            string kind = whole.Single().Key;
            foreach (string name in whole[kind]!.AsObject().Select(member => member.Key).ToArray())
            {
                JsonNode changed = whole.DeepClone();
                changed[kind]!.AsObject().Remove(name);
                Assert.True(HasNoWrongNull(Json(changed)), $"{kind} without {name}");
                changed[kind]![name] = null;
                Assert.True(HasNoWrongNull(Json(changed)), $"{kind} with {name} null");
                changed[kind]![name] = "?";
                Assert.True(HasNoWrongNull(Json(changed)), $"{kind} with {name} a text");
                changed[kind]![name] = -1e300;
                Assert.True(HasNoWrongNull(Json(changed)), $"{kind} with {name} a number");
            }
        }
    }

    static byte[] Json(JsonNode node) => System.Text.Encoding.UTF8.GetBytes(node.ToJsonString());

    static bool HasNoWrongNull(byte[] json)
    {
        var nullability = new NullabilityInfoContext();
        return RecordedEvent.Read(json) is not { } read
            || read.GetType().GetProperties().All(one => one.GetValue(read) is not null
                || nullability.Create(one).ReadState == NullabilityState.Nullable);
    }

    [Fact]
    public async Task Tshark_shows_the_same_frames()
    {
        string tshark = ToolOrSkip("tshark");
        using var folder = new TemporaryFolder();
        string path = folder.File("ours.pcapng");
        File.WriteAllBytes(path, RecordedExchange.Write(Events));
        FrameEvent[] frames = [.. Events.OfType<FrameEvent>()];
        string[] shown = await Lines(
            tshark, "-r", path, "-Y", "eth", "-T", "fields", "-E", "separator=,",
            "-e", "frame.time_epoch", "-e", "frame.cap_len", "-e", "frame.comment");
        Assert.Equal(
            frames.Select(one => string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{(one.Time - DateTime.UnixEpoch).Ticks / 10_000_000m:F9},{one.Bytes.Length},")),
            shown.Select(one => one.Split(',') is var all ? $"{all[0]},{all[1]}," : ""));
        Assert.EndsWith(
            ",retransmission, zero window,sendto by process 101: bytes 0 to 10 of flow 1",
            shown[3].Replace("\\,", ",", StringComparison.Ordinal));
        Assert.All(shown.Where((_, index) => index != 3), one => Assert.EndsWith(",", one));
    }

    [Fact]
    public async Task Capinfos_finds_a_pcapng_file_without_faults()
    {
        string capinfos = ToolOrSkip("capinfos");
        using var folder = new TemporaryFolder();
        string path = folder.File("ours.pcapng");
        File.WriteAllBytes(path, RecordedExchange.Write(Events));
        string[] told = await Lines(capinfos, path);
        Assert.Contains(told, one => one.Contains("pcapng", StringComparison.Ordinal));
        Assert.Contains(told, one => one.Contains("Doorway", StringComparison.Ordinal));
        Assert.Contains(told, one => one.Contains("Ethernet", StringComparison.Ordinal));
    }

    static IReadOnlyList<WatchEvent> Read(string path)
    {
        using var reader = RecordingReader.Open(path);
        return [.. reader.Read()];
    }

    static string ToolOrSkip(string name)
    {
        string? path = Programs.TryFind(name);
        Assert.SkipWhen(path is null, $"{name} is not installed");
        return path!;
    }

    static async Task<string[]> Lines(string program, params string[] options)
    {
        await using var reader = ChildProcess.Start(program, options);
        string told = await reader.FilterAsync("", Deadline.Build);
        return told.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    sealed class FullStream : MemoryStream
    {
        int _writes;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (_writes++ > 0)
            {
                throw new IOException("No space left");
            }
        }
    }
}

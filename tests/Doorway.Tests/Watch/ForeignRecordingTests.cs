using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Doorway.Frames;
using Doorway.Tests.Command;
using Doorway.Watch;
using Doorway.Watch.Flows;

namespace Doorway.Tests.Watch;

/// <summary>Captures that other programs wrote.</summary>
public sealed class ForeignRecordingTests
{
    static readonly byte[] Ethernet = RecordedExchange.Frames[3];
    static readonly byte[] Packet = Ethernet[14..];
    static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(false, 0xA1B2C3D4, 123_456, 1_234_560)]
    [InlineData(true, 0xA1B2C3D4, 123_456, 1_234_560)]
    [InlineData(false, 0xA1B23C4D, 123_456_789, 1_234_567)]
    [InlineData(true, 0xA1B23C4D, 123_456_789, 1_234_567)]
    public void A_pcap_file_of_either_order_and_resolution_is_read(
        bool isBig, uint magic, uint fraction, long ticks)
    {
        var file = new Numbers(isBig);
        file.Add(magic).Half(2).Half(4).Add(0).Add(0).Add(65_535).Add(1);
        foreach (byte[] frame in RecordedExchange.Frames)
        {
            file.Add(Seconds(Noon)).Add(fraction).Add((uint)frame.Length).Add(90_000).Bytes(frame);
        }

        FrameEvent[] read = Frames(file.ToArray());
        Assert.Equal(RecordedExchange.Frames, read.Select(one => one.Bytes.ToArray()));
        Assert.All(read, one => Assert.Equal(Noon.AddTicks(ticks), one.Time));
        Assert.All(read, one => Assert.Equal(90_000, one.OriginalLength));
        Assert.All(read, one => Assert.NotNull(one.Decoded));
    }

    [Theory]
    [InlineData(false, 6, 1_767_355_200_000_001UL, 10)]
    [InlineData(true, 9, 1_767_355_200_000_000_100UL, 1)]
    [InlineData(true, 3, 1_767_355_200_500UL, 5_000_000)]
    [InlineData(false, 0x8A, 1_767_355_200UL * 1024 + 512, 5_000_000)]
    [InlineData(false, 0, 1_767_355_200UL, 0)]
    public void Pcapng_times_of_any_resolution_are_read(
        bool isBig, byte resolution, ulong steps, long ticks)
    {
        var file = new Numbers(isBig);
        Section(file);
        Interface(file, 1, resolution);
        Enhanced(file, 0, steps, Ethernet);
        FrameEvent read = Assert.Single(Frames(file.ToArray()));
        Assert.Equal(Noon.AddTicks(ticks), read.Time);
        Assert.Equal(Ethernet, read.Bytes);
    }

    [Fact]
    public void Sections_interfaces_simple_packets_and_unknown_blocks_are_told_apart()
    {
        var file = new Numbers(isBig: true);
        Section(file);
        Interface(file, 1, 6);
        Block(file, 0x12345678, new byte[20]);
        Block(file, 0x00000BAD, [0, 0, 0, 1, 2, 3, 4, 5]);
        Enhanced(file, 0, 1_767_355_200_000_000UL, Ethernet);
        Simple(file, Ethernet);
        var second = new Numbers(isBig: false);
        Section(second);
        Interface(second, 101, 9);
        Interface(second, 1, 9);
        Enhanced(second, 1, 1_767_355_200_000_000_000UL, Ethernet);
        Enhanced(second, 0, 1_767_355_200_000_000_000UL, Packet);
        Enhanced(second, 7, 0, Packet);
        FrameEvent[] read = Frames([.. file.ToArray(), .. second.ToArray()]);
        Assert.Equal(
            [LinkType.Ethernet, LinkType.Ethernet, LinkType.Ethernet, LinkType.RawIP],
            read.Select(one => one.Link));
        Assert.All(read, one => Assert.Equal("PSH ACK 11 bytes", FrameText.Of(one.Decoded!)));
        Assert.All(read, one => Assert.Equal(Noon, one.Time));
    }

    [Fact]
    public void Every_kind_of_link_is_decoded()
    {
        byte[] cooked = [.. new byte[14], 0x08, 0x00, .. Packet];
        byte[] cooked2 = [0x08, 0x00, .. new byte[18], .. Packet];
        (LinkType Link, byte[] Bytes)[] frames =
        [
            (LinkType.Null, [2, 0, 0, 0, .. Packet]), (LinkType.Loop, [0, 0, 0, 2, .. Packet]),
            (LinkType.RawIP, Packet), (LinkType.IPv4, Packet), (LinkType.LinuxCooked, cooked),
            (LinkType.LinuxCooked2, cooked2),
        ];
        foreach ((LinkType link, byte[] bytes) in frames)
        {
            var file = new Numbers(isBig: false);
            Section(file);
            Interface(file, (ushort)link, 6);
            Enhanced(file, 0, 0, bytes);
            FrameEvent read = Assert.Single(Frames(file.ToArray()));
            Assert.Equal("PSH ACK 11 bytes", FrameText.Of(read.Decoded!));
            Assert.Equal(15, HeaderFields.Of(read).Count(one => one.Layer == "IPv4"));
        }

        var other = new Numbers(isBig: false);
        Section(other);
        Interface(other, 105, 6);
        Enhanced(other, 0, 0, Packet);
        IReadOnlyList<WatchEvent> wireless = RecordedExchange.Read(other.ToArray());
        Assert.Contains("105", Assert.IsType<NoticeEvent>(wireless[0]).Words);
        Assert.Null(Assert.IsType<FrameEvent>(wireless[1]).Decoded);
    }

    [Fact]
    public void A_file_that_is_cut_or_damaged_is_read_up_to_there_and_that_is_told()
    {
        var file = new Numbers(isBig: false);
        file.Add(0xA1B2C3D4).Half(2).Half(4).Add(0).Add(0).Add(65_535).Add(1);
        file.Add(1).Add(1).Add((uint)Ethernet.Length).Add(77).Bytes(Ethernet);
        byte[] whole = file.ToArray();
        for (int length = 5; length < whole.Length; length++)
        {
            NoticeEvent told = Assert.IsType<NoticeEvent>(
                Assert.Single(RecordedExchange.Read(whole[..length])), exactMatch: true);
            Assert.Contains(length == 24 ? "" : "in the middle", told.Words);
            if (length == 23)
            {
                length++;
            }
        }

        file.Add(1).Add(1).Add(uint.MaxValue).Add(77);
        IReadOnlyList<WatchEvent> read = RecordedExchange.Read(file.ToArray());
        Assert.Equal(2, read.Count);
        Assert.Contains("damaged", Assert.IsType<NoticeEvent>(read[1]).Words);
        Assert.Throws<InvalidDataException>(() => RecordedExchange.Read([]));
        Assert.Throws<InvalidDataException>(() => RecordedExchange.Read("GET / HTTP/1.1"u8
            .ToArray()));
    }

    [Fact]
    public void Any_resolution_and_offset_give_a_time()
    {
        var random = new Random(3);
        for (int round = 0; round < 20_000; round++)
        {
            var clock = new CaptureClock(
                (byte)random.Next(256), random.NextInt64(long.MinValue, long.MaxValue));
            DateTime time = clock.At((ulong)random.NextInt64(long.MinValue, long.MaxValue));
            Assert.InRange(time.Year, 1970, 9000);
        }
    }

    [Fact]
    public void Hostile_captures_are_joined_without_a_failure()
    {
        var random = new Random(4);
        var file = new Numbers(isBig: false);
        file.Add(0xA1B2C3D4).Half(2).Half(4).Add(0).Add(0).Add(65_535).Add(1);
        foreach (byte[] frame in RecordedExchange.Frames)
        {
            byte[] kept = frame[..Math.Min(frame.Length, 100)];
            file.Add(Seconds(Noon)).Add(5).Add((uint)kept.Length).Add(90_000).Bytes(kept);
        }

        byte[] whole = file.ToArray();
        for (int round = 0; round < 200; round++)
        {
            byte[] hostile = [.. whole];
            for (int i = random.Next(1, 40); i > 0; i--)
            {
                hostile[random.Next(24, hostile.Length)] = (byte)random.Next(256);
            }

            var log = new WatchLog();
            IReadOnlyList<WatchEvent> read = RecordedExchange.Read(hostile);
            using (var join = new FlowJoin(log))
            {
                foreach (WatchEvent one in read)
                {
                    join.Add(one);
                }
            }

            Assert.InRange(log.Last, read.Count, 3 * read.Count);
        }
    }

    [Fact]
    public Task What_tshark_captures_is_read_and_is_what_we_hear() => AloneOnLoopback.RunAsync(() =>
    {
        Assert.SkipWhen(Programs.TryFind("tshark") is null, "tshark is not installed");
        using var folder = new TemporaryFolder();
        string path = folder.File("theirs.pcapng");
        using var server = new Socket(SocketType.Dgram, ProtocolType.Udp);
        server.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        int port = ((IPEndPoint)server.LocalEndPoint!).Port;
        var heard = new List<FrameEvent>();
        const int Count = 20;
        using (FrameSource.Start(
            new FrameSourceOptions { Ports = new HashSet<ushort> { (ushort)port } },
            one => heard.Add(Assert.IsType<FrameEvent>(one))))
        using (Process tshark = Process.Start(new ProcessStartInfo(
            "tshark",
            ["-q", "-i", "lo", "-f", $"udp port {port}", "-c", $"{Count}", "-w", path])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!)
        {
            var deadline = Stopwatch.StartNew();
            using var client = new Socket(SocketType.Dgram, ProtocolType.Udp);
            for (int i = 0; !tshark.WaitForExit(20); i++)
            {
                byte[] text = System.Text.Encoding.ASCII.GetBytes($"message {i}");
                client.SendTo(text, new IPEndPoint(IPAddress.Loopback, port));
                client.SendTo(text, new IPEndPoint(IPAddress.IPv6Loopback, port));
                if (deadline.Elapsed > TimeSpan.FromSeconds(60))
                {
                    tshark.Kill();
                    Assert.Fail("tshark does not end");
                }
            }
        }

        FrameEvent[] theirs = Frames(File.ReadAllBytes(path));
        Assert.Equal(Count, theirs.Length);
        string[] ours = [.. heard.Select(one => Convert.ToHexString(one.Bytes.Span))];
        int first = Array.IndexOf(ours, Convert.ToHexString(theirs[0].Bytes.Span));
        Assert.Equal(
            theirs.Select(one => Convert.ToHexString(one.Bytes.Span)), ours[first..][..Count]);
    });

    static FrameEvent[] Frames(byte[] file)
    {
        using var reader = RecordingReader.Open(new MemoryStream(file));
        Assert.False(reader.IsOurs);
        return [.. reader.Read().Select(one => Assert.IsType<FrameEvent>(one))];
    }

    static uint Seconds(DateTime time) => (uint)(time - DateTime.UnixEpoch).TotalSeconds;

    static void Section(Numbers file) => file.Add(0x0A0D0D0A).Add(28).Add(0x1A2B3C4D)
        .Half(1).Half(0).Add(uint.MaxValue).Add(uint.MaxValue).Add(28);

    static void Interface(Numbers file, ushort link, byte resolution) => file.Add(1).Add(32)
        .Half(link).Half(0).Add(0).Half(9).Half(1).Bytes([resolution, 0, 0, 0]).Add(0).Add(32);

    static void Enhanced(Numbers file, uint number, ulong steps, byte[] bytes)
    {
        int rest = -bytes.Length & 3;
        uint length = (uint)(32 + bytes.Length + rest);
        file.Add(6).Add(length).Add(number).Add((uint)(steps >> 32)).Add((uint)steps)
            .Add((uint)bytes.Length).Add((uint)bytes.Length).Bytes(bytes).Bytes(new byte[rest])
            .Add(length);
    }

    static void Simple(Numbers file, byte[] bytes)
    {
        int rest = -bytes.Length & 3;
        uint length = (uint)(16 + bytes.Length + rest);
        file.Add(3).Add(length).Add((uint)bytes.Length).Bytes(bytes).Bytes(new byte[rest])
            .Add(length);
    }

    static void Block(Numbers file, uint type, byte[] body)
    {
        uint length = (uint)(12 + body.Length);
        file.Add(type).Add(length).Bytes(body).Add(length);
    }

    sealed class Numbers(bool isBig)
    {
        readonly List<byte> _bytes = [];

        public Numbers Add(uint number)
        {
            byte[] bytes = new byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(
                bytes, isBig ? BinaryPrimitives.ReverseEndianness(number) : number);
            return Bytes(bytes);
        }

        public Numbers Half(ushort number)
        {
            byte[] bytes = new byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(
                bytes, isBig ? BinaryPrimitives.ReverseEndianness(number) : number);
            return Bytes(bytes);
        }

        public Numbers Bytes(byte[] bytes)
        {
            _bytes.AddRange(bytes);
            return this;
        }

        public byte[] ToArray() => [.. _bytes];
    }
}

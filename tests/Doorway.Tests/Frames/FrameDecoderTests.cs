using System.Buffers.Binary;
using System.Net;
using System.Text;
using Doorway.Frames;
using Doorway.Tests.Command;

namespace Doorway.Tests.Frames;

/// <summary>
/// Frames of a real loopback interface: conversations over TCP and UDP, IPv4 and IPv6, a reset, and
/// ports where nobody is (loopback.hex, a frame a line).
/// </summary>
public sealed class FrameDecoderTests
{
    static readonly byte[][] Seen = [.. File.ReadLines(Path.Combine(
        Programs.Repository, "tests", "Doorway.Tests", "Frames", "loopback.hex"))
        .Select(Convert.FromHexString)];

    static readonly string[] Fields =
    [
        "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "tcp.srcport", "tcp.dstport", "udp.srcport",
        "udp.dstport", "tcp.flags", "tcp.seq", "tcp.ack", "tcp.len", "tcp.window_size_value",
        "tcp.options.mss_val", "tcp.options.wscale.shift", "tcp.options.timestamp.tsval",
        "tcp.options.timestamp.tsecr", "udp.length", "icmp.code", "icmpv6.code",
    ];

    [Fact]
    public async Task Every_frame_is_read_as_Wireshark_reads_it()
    {
        if (Programs.TryFind("tshark") is not { } tshark)
        {
            Assert.Skip("tshark is not installed");
            return;
        }

        using var folder = new TemporaryFolder();
        string capture = folder.File("loopback.pcap");
        File.WriteAllBytes(capture, PcapOf(Seen));
        string[] options =
        [
            "-r", capture, "-T", "fields", "-E", "separator=,", "-E", "occurrence=f",
            "-o", "tcp.relative_sequence_numbers:TRUE",
            .. Fields.SelectMany(one => new[] { "-e", one }),
        ];
        await using var reader = ChildProcess.Start(tshark, options);
        string[] expected = (await reader.FilterAsync("", Deadline.Build))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var numbers = new FrameNumbers();
        string[] actual = [.. Seen.Select(one => Row(FrameDecoder.Decode(one, default)!, numbers))];
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_conversation_reads_as_one_tells_it() => Assert.Equal(
        [
            "SYN", "SYN ACK", "ACK", "PSH ACK 11 bytes", "ACK", "PSH ACK 11 bytes", "ACK",
            "FIN ACK", "ACK", "FIN ACK", "ACK",
            "SYN", "SYN ACK", "ACK", "RST ACK",
            "SYN", "RST ACK",
            "datagram 5 bytes", "datagram 5 bytes", "datagram 0 bytes",
            "datagram 6 bytes", "ICMP port unreachable", "datagram 600 bytes",
        ],
        Seen.Take(Seen.Length / 2).Select(one => FrameText.Of(FrameDecoder.Decode(one, default)!)));

    [Fact]
    public void Both_versions_of_IP_carry_the_same_conversation() => Assert.Equal(
        Seen.Take(Seen.Length / 2).Select(one => FrameText.Of(FrameDecoder.Decode(one, default)!)),
        Seen.Skip(Seen.Length / 2).Select(one => FrameText.Of(FrameDecoder.Decode(one, default)!)));

    [Fact]
    public void Data_is_what_was_sent() => Assert.Equal(
        ["hello world", "HELLO WORLD", "hello", "HELLO", "nobody", new string('x', 600)],
        Seen.Take(Seen.Length / 2).Select(one => FrameDecoder.Decode(one, default)!)
            .Where(one => one.Length > 0)
            .Select(one => Encoding.ASCII.GetString(one.Data.Span)));

    [Fact]
    public void A_refusal_names_the_datagram_that_nobody_took()
    {
        RefusedPacket refused = Seen.Select(one => FrameDecoder.Decode(one, default)!)
            .First(one => one.Protocol == FrameProtocol.PortUnreachable).Refused!;
        Assert.Equal(FrameProtocol.Udp, refused.Protocol);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 12001), refused.Destination);
    }

    [Fact]
    public void A_frame_that_is_cut_anywhere_is_read_or_left_out()
    {
        foreach (byte[] frame in Seen)
        {
            Frame whole = FrameDecoder.Decode(frame, default)!;
            for (int length = 0; length < frame.Length; length++)
            {
                Frame? cut = FrameDecoder.Decode(frame.AsMemory(0, length), default);
                if (cut is not null)
                {
                    Assert.Equal(whole.Length, cut.Length);
                    Assert.Equal(FrameText.Of(whole), FrameText.Of(cut));
                    Assert.True(whole.Data.Span.StartsWith(cut.Data.Span));
                }
            }
        }
    }

    [Fact]
    public void Frames_with_any_byte_changed_are_read_or_left_out()
    {
        var random = new Random(1);
        foreach (byte[] frame in Seen)
        {
            for (int i = 0; i < Math.Min(frame.Length, 100); i++)
            {
                byte[] changed = [.. frame];
                changed[i] = (byte)random.Next(256);
                Frame? read = FrameDecoder.Decode(changed, default);
                Assert.True(read is null || FrameText.Of(read).Length > 0);
            }
        }
    }

    [Fact]
    public void A_later_fragment_has_no_ports()
    {
        byte[] fragment = [.. Seen[17]];
        fragment[14 + 7] = 1;
        Assert.Null(FrameDecoder.Decode(fragment, default));
    }

    // As tshark prints them: an absent field is empty, what ICMP quotes has no flags.
    static string Row(Frame frame, FrameNumbers numbers)
    {
        bool is6 = frame.Source.Address.GetAddressBytes().Length == 16;
        bool isTcp = frame.Tcp is not null;
        IPEndPoint from = frame.Refused?.Source ?? frame.Source;
        IPEndPoint to = frame.Refused?.Destination ?? frame.Destination;
        (uint sequence, uint acknowledgment) = isTcp ? numbers.Of(frame) : default;
        object?[] row =
        [
            is6 ? null : frame.Source.Address, is6 ? null : frame.Destination.Address,
            is6 ? frame.Source.Address : null, is6 ? frame.Destination.Address : null,
            isTcp ? from.Port : null, isTcp ? to.Port : null,
            isTcp ? null : from.Port, isTcp ? null : to.Port,
            isTcp ? $"0x{(int)frame.Tcp!.Flags:x4}" : null,
            isTcp ? sequence : null, isTcp ? acknowledgment : null,
            isTcp ? frame.Length : null, frame.Tcp?.Window, frame.Tcp?.MaximumSegmentSize,
            frame.Tcp?.WindowScale, frame.Tcp?.Timestamps?.Value, frame.Tcp?.Timestamps?.Echo,
            isTcp ? null : frame.Refused is null ? frame.Length + 8 : "nobody".Length + 8,
            frame.Refused is null || is6 ? null : 3, frame.Refused is null || !is6 ? null : 4,
        ];
        return string.Join(',', row);
    }

    // https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap: Ethernet is link type 1.
    static byte[] PcapOf(byte[][] frames)
    {
        var file = new MemoryStream();
        foreach (uint word in (uint[])[0xA1B2C3D4, 0x0004_0002, 0, 0, 65535, 1])
        {
            Write(file, word);
        }

        foreach (byte[] frame in frames)
        {
            Write(file, 0);
            Write(file, 0);
            Write(file, (uint)frame.Length);
            Write(file, (uint)frame.Length);
            file.Write(frame);
        }

        return file.ToArray();
    }

    static void Write(MemoryStream file, uint word)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, word);
        file.Write(bytes);
    }
}

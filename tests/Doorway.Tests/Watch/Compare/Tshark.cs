using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Doorway.Frames;
using Doorway.Tests.Command;
using Doorway.Watch;

namespace Doorway.Tests.Watch.Compare;

/// <summary>
/// tshark(1) that captures one port of the loopback interface. A datagram to another port tells
/// that it has begun, and that all before it has been seen.
/// </summary>
sealed class Tshark : IDisposable
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);

    static readonly string[] Fields =
    [
        "icmp.type", "icmpv6.type", "tcp.srcport", "tcp.dstport", "tcp.flags", "tcp.seq",
        "tcp.ack", "tcp.window_size", "tcp.len", "udp.srcport", "udp.dstport", "udp.length",
    ];

    const int UdpHeader = 8;
    const int ControlBits = 0xFF;

    readonly Socket _marks = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    // What it captures goes through a file, which stays where it is killed.
    readonly TemporaryFolder _folder = new();
    readonly List<string> _frames = [];
    readonly Process _process;
    readonly string _mark;
    int _marksSent;
    int _marksSeen;

    public Tshark(int port)
    {
        _marks.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _mark = ((IPEndPoint)_marks.LocalEndPoint!).Port.ToString(
            System.Globalization.CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(Programs.Find("tshark"),
        [
            "-i", "lo", "-n", "-l", "-f", $"port {port} or udp port {_mark} or icmp or icmp6",
            "-T", "fields", "-E", "separator=;", .. Fields.SelectMany(one => new[] { "-e", one }),
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = _folder.Path;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.BeginOutputReadLine();
    }

    void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_frames)
        {
            string[] values = line.Split(';');
            if (values[9] == _mark)
            {
                // Its length is its number.
                _marksSeen = Math.Max(_marksSeen, (int)Number(values[11]) - UdpHeader);
            }
            else
            {
                _frames.Add(Words(values));
            }
        }
    }

    /// <summary>Waits until all that was on the wire until now has been seen.</summary>
    public async Task CatchUpAsync()
    {
        int first = _marksSent + 1;
        var clock = Stopwatch.StartNew();
        while (Marks < first)
        {
            Assert.True(clock.Elapsed < Deadline, "tshark doesn't capture");
            _marks.SendTo(new byte[++_marksSent], _marks.LocalEndPoint!);
            await Task.Delay(Again, TestContext.Current.CancellationToken);
        }
    }

    int Marks
    {
        get
        {
            lock (_frames)
            {
                return _marksSeen;
            }
        }
    }

    /// <summary>The frames in words, sorted.</summary>
    public string[] Frames
    {
        get
        {
            lock (_frames)
            {
                return [.. _frames.Order(StringComparer.Ordinal)];
            }
        }
    }

    static long Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? Convert.ToInt64(text, 16)
        : long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    static string Words(string[] values)
    {
        if (values[0].Length + values[1].Length > 0)
        {
            return "icmp";
        }

        return values[2].Length > 0
            ? $"tcp {values[2]} {values[3]} flags {Number(values[4]) & ControlBits:x2} "
                + $"seq {values[5]} ack {values[6]} win {values[7]} len {values[8]}"
            : $"udp {values[9]} {values[10]} len {Number(values[11]) - UdpHeader}";
    }

    /// <summary>Our frames in the same words, sorted.</summary>
    public static string[] Words(IEnumerable<FrameEvent> frames) =>
        [.. frames.Select(Words).Order(StringComparer.Ordinal)];

    static string Words(FrameEvent seen)
    {
        Frame frame = seen.Decoded!;
        (int from, int to) = (frame.Source.Port, frame.Destination.Port);
        return frame switch
        {
            { Tcp: { } tcp } when seen.Numbers is { } number =>
                $"tcp {from} {to} flags {(int)tcp.Flags:x2} seq {number.Sequence} "
                    + $"ack {number.Acknowledgment} win {number.Window} len {frame.Length}",
            { Protocol: FrameProtocol.Udp } => $"udp {from} {to} len {frame.Length}",
            _ => "icmp",
        };
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _marks.Dispose();
        _folder.Dispose();
    }
}

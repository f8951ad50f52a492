using System.Globalization;
using Doorway.Cli.Terminal;
using Doorway.Cli.Watching;
using Doorway.Frames;
using Doorway.Tests.Watch.Flows;
using Doorway.Watch;
using static Doorway.Tests.Watch.Flows.Exchange;

namespace Doorway.Tests.Watch.Text;

/// <summary>The ladder in the terminal.</summary>
public sealed class LadderTests
{
    readonly Exchange _exchange = new();

    string[] Draw(IEnumerable<WatchEvent> events, LadderStyle? style = null)
    {
        var ladder = new LadderText(style ?? new LadderStyle(), Color.None);
        _exchange.JoinAll(events);
        return [.. _exchange.Told.SelectMany(ladder.Lines), .. ladder.Rest()];
    }

    static ProgramEvent Program(int process, string name) => new()
    {
        Time = At(0),
        Process = process,
        Name = name,
        Step = ProgramStep.Started,
    };

    WatchEvent[] Calls(string text = "hello") =>
    [
        Program(1, "client.py"),
        Program(9, "server.py"),
        _exchange.Call(0.5, "listen", 1, "0.0.0.0:12000", null, arguments: "3, 1")
            with { Process = 9 },
        _exchange.Call(1, "connect", 2, ClientEnd, ServerEnd) with { Descriptor = 3 },
        _exchange.Call(0.9, "accept", 1, "0.0.0.0:12000", ClientEnd, took: 3100, made: 3)
            with { Process = 9, Descriptor = 3, Result = 4 },
        _exchange.Call(3105, "send", 2, ClientEnd, ServerEnd, text) with { Descriptor = 3 },
        _exchange.Call(3106, "recv", 3, ServerEnd, ClientEnd, text)
            with { Process = 9, Descriptor = 4 },
    ];

    static FrameEvent[] Frames() =>
    [
        Segment(1.001, Side.Client, TcpFlags.Syn, 100, window: 64),
        Segment(1.002, Side.Server, TcpFlags.Syn | TcpFlags.Ack, 500, 101, window: 65),
        Segment(3105.001, Side.Client, TcpFlags.Psh | TcpFlags.Ack, 101, 501, "hello"),
        Segment(3105.002, Side.Client, TcpFlags.Psh | TcpFlags.Ack, 101, 501, "hello"),
    ];

    [Fact]
    public void An_arrow_tells_flags_numbers_length_text_and_marks()
    {
        string[] lines = Draw([.. Calls(), .. Frames()], new LadderStyle { Width = 160 });
        Assert.Contains(lines, line => line.Contains(
            "- SYN seq 0 win 64 -", StringComparison.Ordinal) && line.Contains('>'));
        Assert.Contains(lines, line => line.Contains(
            "|<--", StringComparison.Ordinal)
            && line.Contains(" SYN ACK seq 0 ack 1 win 65 ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(
            " PSH ACK seq 1 ack 1 len 5 \"hello\" -", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(
            " PSH ACK [retransmission] seq 1 ack 1 len 5 \"hello\" -", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("inferred", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_client_is_left_of_the_server_whoever_came_first(bool isClientFirst)
    {
        WatchEvent[] first = [_exchange.Call(0.1, "socket", 2, null, null)];
        string[] lines = Draw([.. isClientFirst ? first : [], .. Calls(), .. Frames()]);
        string head = lines.Last(line => line.Contains("server.py", StringComparison.Ordinal)
            && line.Contains("client.py", StringComparison.Ordinal));
        Assert.True(head.IndexOf("client.py", StringComparison.Ordinal)
            < head.IndexOf("server.py", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("SYN seq 0", StringComparison.Ordinal)
            && line.EndsWith(">|", StringComparison.Ordinal));
    }

    [Fact]
    public void Times_of_lines_never_run_back()
    {
        double[] times = [.. Draw(
        [
            .. Calls(),
            new OutputEvent { Time = At(5_001), Process = 9, Bytes = "ask:"u8.ToArray() },
            _exchange.Call(5_002, "recv", 3, null, null, took: 60, isWaiting: true),
            Exchange.Datagram(5_010, "x"),
            _exchange.Call(5_003, "poll", 4, null, null, took: 30),
        ]).Select(line => double.TryParse(line.AsSpan(0, Math.Min(line.Length, 10)),
            NumberStyles.Float, CultureInfo.InvariantCulture, out double time) ? time : -1)
            .Where(time => time >= 0)];
        Assert.Equal(times.Order(), times);
        Assert.True(times.Length > 5);
    }

    [Fact]
    public void A_line_that_is_printed_in_pieces_is_one_line()
    {
        OutputEvent Piece(string text) => new()
        {
            Time = At(1),
            Process = 9,
            Bytes = System.Text.Encoding.UTF8.GetBytes(text),
        };
        string[] lines = Draw([.. Calls(), Piece("a "), Piece("b\n"), Piece("ask:")]);
        Assert.Contains(lines, line => line.Contains(
            @"prints ""a b\n""", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(
            @"prints ""ask:""", StringComparison.Ordinal));
    }

    [Fact]
    public void An_arrow_with_little_room_tells_what_matters_most() => Assert.Contains(
        Draw([.. Calls(), .. Frames()], new LadderStyle { Width = 60 }),
        line => line.Contains(" PSH ACK len 5 -", StringComparison.Ordinal));

    [Fact]
    public void A_wait_is_said_with_its_time()
    {
        string[] lines = Draw(Calls());
        Assert.Contains(lines, line => line.Contains(
            "accept(3) = 4 (waited 3.1 s)", StringComparison.Ordinal));
        Assert.Contains(Draw(
        [
            _exchange.Call(5000, "accept", 1, null, null, took: 3100, isWaiting: true),
        ]), line => line.Contains(": waiting 3.1 s", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_frames_arrows_are_dotted_and_called_inferred()
    {
        string[] lines = Draw(Calls());
        string arrow = Assert.Single(
            lines, line => line.Contains("inferred", StringComparison.Ordinal));
        Assert.Contains(".. inferred: 5 bytes \"hello\" ..", arrow, StringComparison.Ordinal);
        Assert.Contains(">|", arrow, StringComparison.Ordinal);
        Assert.DoesNotContain("--", arrow, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_is_an_arrow_that_is_cut()
    {
        var fate = new FateEvent
        {
            Time = At(2),
            Words = "#1 client->server dropped: loss 5%",
            IsLoss = true,
            Transport = Transport.Udp,
            Link = ServerEnd,
            Client = ClientEnd,
            Length = 5,
        };
        string[] lines = Draw([Datagram(1, "hello"), fate]);
        Assert.Contains(lines, line => line.Contains(
            "|-- #1 client->server dropped: loss 5% --x", StringComparison.Ordinal));
    }

    [Fact]
    public void What_peers_send_can_not_move_the_cursor()
    {
        string[] lines = Draw([.. Calls("a\e[2J\r\nb")], new LadderStyle { IsUnicode = true });
        Assert.All(lines, line => Assert.DoesNotContain(line, letter => letter < ' '));
        Assert.Contains(lines, line => line.Contains(@"a\x1b[2J\x0d\nb", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_line_is_wider_than_the_terminal(bool isUnicode)
    {
        var style = new LadderStyle { Width = 70, IsUnicode = isUnicode };
        string[] lines = Draw([.. Calls(new string('w', 500)), .. Frames()], style);
        Assert.All(lines, line => Assert.InRange(TextWidth.Of(line), 1, 70));
        Assert.Equal(isUnicode, lines.Any(line => line.Contains('─', StringComparison.Ordinal)));
    }

    [Fact]
    public void Where_only_ASCII_can_be_shown_nothing_else_is()
    {
        string[] lines = Draw([.. Calls(), Program(3, "ünï")]);
        Assert.All(lines, line => Assert.All(line, letter => Assert.True(char.IsAscii(letter))));
    }

    [Theory]
    [InlineData("C.UTF-8", null, null, true)]
    [InlineData("C", "de_DE.UTF-8", "de_DE.UTF-8", false)]
    [InlineData("", null, "de_DE.utf8", true)]
    [InlineData(null, null, null, false)]
    public void The_first_variable_of_the_locale_that_is_set_counts(
        string? all, string? type, string? lang, bool isUtf8) =>
        Assert.Equal(isUtf8, LadderStyle.IsUtf8(name => name switch
        {
            "LC_ALL" => all,
            "LC_CTYPE" => type,
            _ => lang,
        }));

    [Fact]
    public async Task What_is_in_the_log_when_it_is_stopped_is_drawn()
    {
        var log = new WatchLog();
        log.Add(Program(1, "client.py"));
        using var output = new MemoryStream();
        await WatchText.DrawAsync(
            log, output, Color.None, new LadderStyle(), new CancellationToken(true));
        Assert.Contains("client.py (1)",
            System.Text.Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }
}

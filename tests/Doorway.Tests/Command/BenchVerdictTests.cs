using System.Net.Sockets;
using System.Text;
using Doorway.Cli.Bench;

namespace Doorway.Tests.Command;

/// <summary>When a run is a failure, and the one line that says why.</summary>
public sealed class BenchVerdictTests
{
    [Fact]
    public void A_run_with_losses_is_no_failure() =>
        Assert.Null(BenchVerdict.Of(BenchReports.WithPause()));

    [Fact]
    public void A_refusal_says_what_to_do() => Assert.Equal(
        "REFUSED tcp://127.0.0.1:12009: no server listens there. "
        + "Start the server first: doorway serve tcp://127.0.0.1:12009",
        Of(BenchReports.Failed("tcp://127.0.0.1:12009", SocketError.ConnectionRefused)));

    [Fact]
    public void Silence_names_the_time_that_was_waited()
    {
        Assert.Matches(
            @"^TIMEOUT tcp://127.0.0.1:12000: none of 64 messages was answered within 1 s; "
            + @"it may wait for a newline, or for the end of input \(--timeout ",
            Of(BenchReports.InVain()));
        Assert.Contains("UDP promises no delivery", Of(BenchReports.InVain("udp://127.0.0.1:1")));
    }

    [Fact]
    public void Silence_is_no_failure_where_no_answer_is_expected()
    {
        LoadReport report = BenchReports.InVain();
        LoadPlan plan = report.Plan with { Expect = LoadExpectation.None };
        Assert.Null(BenchVerdict.Of(report with { Plan = plan }));
        Assert.Equal(
            "TIMEOUT tcp://127.0.0.1:12000: nothing could be sent",
            Of(report with { Plan = plan, Counts = default }));
    }

    [Fact]
    public void Of_a_server_that_left_the_warm_up_unanswered_that_is_said() => Assert.StartsWith(
        "TIMEOUT tcp://127.0.0.1:12000: what was sent first was not answered; it may wait for a "
        + "newline, ",
        Of(BenchReports.InVain() with { Counts = default, Connected = 64 }));

    [Fact]
    public void A_wrong_answer_is_shown_beside_the_right_one() => Assert.Equal(
        "WRONG tcp://127.0.0.1:12000: 2 answers were wrong; the first differs from byte 3 on: "
        + "expected \"HELLO\" (0x4c4c4f), got \"HE\\x1blo\" (0x1b6c6f). "
        + "For a server that sends back what it gets: --expect echo",
        Of(Wrong("HELLO", "HE\elo") with { Counts = new LoadCounts { Sent = 9, Corrupted = 2 } }));

    [Fact]
    public void Of_long_answers_the_place_of_the_difference_is_shown()
    {
        string line = Of(Wrong(new string('É', 500) + "A", new string('É', 500) + "B"));
        Assert.Contains("an answer was wrong; the first differs from byte 1001 on: ", line);
        Assert.Contains($"expected \"...{new string('É', 10)}A\" (0x41), got ", line);
    }

    [Fact]
    public void An_answer_that_is_too_short_ends_where_more_was_expected() =>
        Assert.Contains("expected \"HELLO\" (0x4c4f), got the end.", Of(Wrong("HELLO", "HEL")));

    [Fact]
    public void What_comes_unasked_is_shown() =>
        Assert.Contains("; the first came unasked: \"hi\" (0x6869).", Of(Wrong("", "hi")));

    [Fact]
    public void A_server_that_closes_after_each_answer_needs_reconnect()
    {
        LoadReport report = BenchReports.InVain() with
        {
            Counts = new LoadCounts { Sent = 64, Answered = 64 },
            Connected = 64,
            ClosedByServer = 64,
        };
        Assert.Equal(
            "CLOSED tcp://127.0.0.1:12000: it closes after each answer; add --reconnect",
            Of(report));
        Assert.Null(BenchVerdict.Of(report with { Plan = report.Plan with { Reconnect = true } }));
        Assert.Null(BenchVerdict.Of(report with { ClosedByServer = 63 }));
        Assert.Equal(
            "CLOSED tcp://127.0.0.1:12000: it closed every connection before the run's end",
            Of(report with { Counts = new LoadCounts { Sent = 9999, Answered = 9999 } }));
        Assert.Equal(
            "CLOSED tcp://127.0.0.1:12000: it closes without an answer",
            Of(report with { Counts = new LoadCounts { Sent = 64, Lost = 64 } }));
    }

    static string Of(LoadReport report)
    {
        string? line = BenchVerdict.Of(report);
        Assert.NotNull(line);
        return line;
    }

    static LoadReport Wrong(string expected, string actual) => BenchReports.InVain() with
    {
        Counts = new LoadCounts { Sent = 9, Corrupted = 1 },
        FirstDifference = new LoadDifference(
            Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(actual)),
    };
}

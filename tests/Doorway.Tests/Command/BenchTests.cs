using System.Text.Json;
using System.Text.RegularExpressions;
using Doorway.Tests.Peers;

namespace Doorway.Tests.Command;

/// <summary>`doorway bench` against servers that answer, ours and others.</summary>
public sealed class BenchTests(UpperServer server) : IClassFixture<UpperServer>
{
    public static TheoryData<string> Transports => ["tcp", "udp", "unix", "unixgram"];

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Every_message_to_our_server_is_answered(string transport)
    {
        using BenchResult result = await BenchResult.OfAsync(
            "-n", "5k", "--text", "straße, naïve, ﬃ, ΐ ", "--size", "48", Address(transport));
        Assert.Equal(0, result.Code);
        Assert.Equal(5000, result.Of("sent"));
        Assert.Equal(5000, result.Of("answered"));
        Assert.All(
            (string[])["lost", "late", "duplicated", "reordered", "corrupted"],
            fate => Assert.Equal(0, result.Of(fate)));
        Assert.Equal(JsonValueKind.Null, result.Root.GetProperty("failure").ValueKind);
        JsonElement plan = result.Root.GetProperty("fromPlanSeconds");
        Assert.InRange(plan.GetProperty("p50").GetDouble(), 1e-9, 1);
        Assert.True(
            plan.GetProperty("min").GetDouble() <= plan.GetProperty("p50").GetDouble()
            && plan.GetProperty("p99").GetDouble() <= plan.GetProperty("max").GetDouble());
    }

    [Theory]
    [InlineData("linux")]
    [InlineData("portable")]
    public async Task Either_engine_can_ask(string engine)
    {
        foreach (string transport in (string[])["tcp", "udp"])
        {
            using BenchResult result = await BenchResult.OfAsync(
                "-n", "500", "--engine", engine, "--depth", "4", Address(transport));
            Assert.Equal(500, result.Of("answered"));
            Assert.Equal(engine, result.Root.GetProperty("plan").GetProperty("engine").GetString());
        }
    }

    [Fact]
    public async Task The_textbook_UDP_server_answers_every_datagram()
    {
        int port = FreePorts.Next();
        await using var textbook = PeerProcess.Python("udp_server.py", port);
        await textbook.Output.WaitForAsync("ready to receive");
        using BenchResult result = await BenchResult.OfAsync(
            "-n", "500", "--depth", "8", $"udp://127.0.0.1:{port}");
        Assert.Equal(0, result.Code);
        Assert.Equal(500, result.Of("answered"));
    }

    [Fact]
    public async Task The_textbook_TCP_server_needs_reconnect_and_says_so()
    {
        int port = FreePorts.Next();
        await using var textbook = PeerProcess.Python("tcp_server.py", port);
        await textbook.Output.WaitForAsync("ready to receive");
        await using var once = DoorwayProcess.Start(
            "bench", "-n", "50", "-c", "1", $"tcp://127.0.0.1:{port}");
        Assert.Equal(1, await once.WaitForExitAsync());
        Assert.Equal(
            $"doorway: CLOSED tcp://127.0.0.1:{port}: it closes after each answer; add --reconnect",
            once.Errors.Lines[^1]);
        using BenchResult result = await BenchResult.OfAsync(
            "--reconnect", "-n", "50", $"tcp://127.0.0.1:{port}");
        Assert.Equal(0, result.Code);
        Assert.Equal(50, result.Of("answered"));
        Assert.Equal(50, result.Of("connected"));
    }

    [Fact]
    public async Task Socat_answers_streams_and_datagrams()
    {
        int echo = FreePorts.Next(), upper = FreePorts.Next();
        await using var stream = PeerProcess.Run(
            "socat", $"TCP-LISTEN:{echo},bind=127.0.0.1,reuseaddr,fork", "PIPE");
        await using var datagram = PeerProcess.Run(
            "socat", $"UDP-RECVFROM:{upper},bind=127.0.0.1,fork", "EXEC:tr a-z A-Z");
        await FreePorts.WaitUntilOpenAsync("tcp", echo, stream);
        await FreePorts.WaitUntilOpenAsync("udp", upper, datagram);
        using BenchResult echoed = await BenchResult.OfAsync(
            "-n", "200", "-c", "2", "--expect", "echo", $"tcp://127.0.0.1:{echo}");
        Assert.Equal((0, 200), (echoed.Code, echoed.Of("answered")));
        using BenchResult raised = await BenchResult.OfAsync(
            "-n", "20", "--depth", "1", "--timeout", "10s", $"udp://127.0.0.1:{upper}");
        Assert.Equal((0, 20), (raised.Code, raised.Of("answered")));
    }

    [Fact]
    public async Task Without_an_answer_expected_it_only_sends()
    {
        using BenchResult result = await BenchResult.OfAsync(
            "-n", "1000", "--expect", "none", Address("udp"));
        Assert.Equal(0, result.Code);
        Assert.Equal(1000, result.Of("sent"));
        Assert.Equal(0, result.Of("answered"));
    }

    [Fact]
    public async Task An_open_loop_keeps_its_rate()
    {
        using BenchResult result = await BenchResult.OfAsync(
            "--rate", "500", "-n", "500", "-c", "2", Address("tcp"));
        Assert.Equal(0, result.Code);
        Assert.Equal(500, result.Of("answered"));

        // Evenly paced: where the first one leaves late, the rest make up for it.
        Assert.InRange(result.Root.GetProperty("sentPerSecond").GetDouble(), 1, 750);
    }

    [Fact]
    public async Task The_highest_rate_is_searched_and_each_try_is_told()
    {
        await using var bench = DoorwayProcess.Start(
            "bench", "--json", "--max", "--p99", "200ms", "-d", "50ms", "--warm-up", "0s", "-c", "2",
            "--timeout", "10s", Address("tcp"));
        using JsonDocument found = JsonDocument.Parse(await bench.FilterAsync("", Deadline.Long));
        JsonElement search = found.RootElement.GetProperty("search");
        double highest = search.GetProperty("highestRate").GetDouble();
        Assert.InRange(highest, 1, 1e8);
        int steps = search.GetProperty("steps").GetArrayLength();
        Assert.Equal(steps + 1, bench.Errors.Lines.Length);
        Assert.Contains(bench.Errors.Lines, line => Regex.IsMatch(
            line, @"^ +1,000/s  holds: p99 [\d.]+ .?s$"));
        Assert.Equal(highest, found.RootElement.GetProperty("plan").GetProperty("rate").GetDouble());
    }

    [Fact]
    public async Task The_tables_are_data_and_all_else_is_not()
    {
        await using var bench = DoorwayProcess.Start(
            "bench", "-d", "2s", "--warm-up", "0s", "-c", "2", Address("tcp"));
        string report = await bench.FilterAsync("");
        Assert.StartsWith("+------------+", report);
        Assert.Matches(@"\| p99\.9 +\|", report);
        Assert.Matches(@"(?m)^generator  \d", report);
        Assert.StartsWith(
            $"doorway: {Address("tcp")}: upper, closed loop, 2 connections, one message at a time "
            + "each, 64 bytes, 2 s\n", bench.Errors.Text);
        Assert.InRange(bench.Errors.Lines.Skip(1).Count(line => Regex.IsMatch(
            line, @"^ +[\d.]+ s +[\d,.]+/s  p50 .* p99 .* max ")), 2, 3);
    }

    [Fact]
    public async Task Quiet_it_prints_the_tables_alone()
    {
        await using var bench = DoorwayProcess.Start("bench", "-q", "-n", "10", Address("udp"));
        Assert.Matches(@"\| answered +\| +10 \| +100 % \|", await bench.FilterAsync(""));
        Assert.Empty(bench.Errors.Text);
    }

    [Fact]
    public async Task A_stream_of_events_has_one_for_each_second()
    {
        await using var bench = DoorwayProcess.Start(
            "bench", "--json-stream", "-d", "2s", "--warm-up", "100ms", "-c", "2", Address("tcp"));
        string[] lines = (await bench.FilterAsync("")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        JsonElement[] events = [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        string?[] names = [.. events.Select(line => line.GetProperty("event").GetString())];
        Assert.Equal("started", names[0]);
        Assert.Equal("ended", names[^1]);
        Assert.InRange(names.Length, 4, 5);
        Assert.All(names[1..^1], name => Assert.Equal("second", name));
        Assert.Equal(
            events[^1].Of("answered"), events[1..^1].Sum(second => second.Of("answered")));
    }

    [Fact]
    public async Task Ctrl_C_ends_the_run_and_the_report_is_of_what_was_measured()
    {
        await using var bench = DoorwayProcess.Start(
            "bench", "-d", "1h", "--warm-up", "0s", "-c", "2", Address("tcp"));
        await bench.Errors.WaitForAsync(@"^ +1\.0 s ");
        bench.Signal(ChildProcess.SIGINT);
        Assert.Equal(130, await bench.WaitForExitAsync());
        Assert.Matches(@"\| answered +\| +[\d,]+ \| +[\d.]+ % \|", bench.Output.Text);
    }

    [Fact]
    public async Task A_report_goes_to_every_file_that_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("seconds.csv"), new string('x', 100_000));
        await using var bench = DoorwayProcess.Start(
            "bench", "-q", "-n", "1000", "--csv", folder.File("seconds.csv"),
            "--hgrm", folder.File("latency.hgrm"), "--html", folder.File("report.html"),
            Address("udp"));
        await bench.FilterAsync("");
        string csv = File.ReadAllText(folder.File("seconds.csv"));
        Assert.StartsWith("start,length,sent,", csv);
        Assert.DoesNotContain("x", csv[csv.IndexOf('\n')..]);
        string percentiles = File.ReadAllText(folder.File("latency.hgrm"));
        Assert.Matches(@"^ +Value +Percentile +TotalCount 1/\(1-Percentile\)", percentiles);
        Assert.Matches(@"#\[Max +=.*Total count +=\s+1000\]", percentiles);
        Assert.Contains(
            $"<pre>doorway bench -q -n 1000 --csv {folder.File("seconds.csv")}",
            File.ReadAllText(folder.File("report.html")));
    }

    string Address(string transport) => transport switch
    {
        "unix" => $"unix:{server.UnixPath}",
        "unixgram" => $"unixgram:{server.UnixDatagramPath}",
        _ => $"{transport}://127.0.0.1:{server.Port(transport, "127.0.0.1")}",
    };
}

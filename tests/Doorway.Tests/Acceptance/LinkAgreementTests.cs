using System.Text;
using System.Text.Json;
using Doorway.Tests.Command;

namespace Doorway.Tests.Acceptance;

/// <summary>
/// What a link says that it did is what a client measures that it saw, to the datagram, whoever
/// the server is; and over TCP every byte arrives all the same, in order.
/// </summary>
public sealed class LinkAgreementTests
{
    static readonly string[] Options =
        ["--loss", "10%", "--reorder", "5%", "--duplicate", "1%", "--seed", "7"];

    [Theory]
    [InlineData("linux")]
    [InlineData("portable")]
    public async Task A_link_and_a_bench_agree_to_the_datagram(string engine)
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("udp://127.0.0.1:0");
        await using LinkProcess link = await LinkProcess.StartAsync(
            ["udp://127.0.0.1:0", server.Addresses[0], "--engine", engine, .. Options]);
        JsonElement bench = await BenchAsync(link, 100_000);
        JsonElement report = await link.StopAsync();
        JsonElement served = await server.StopAsync();
        JsonElement toServer = report.GetProperty("toServer");
        Assert.Equal(100_000, bench.Of("sent"));
        Assert.Equal(100_000, toServer.Of("received") + toServer.Of("droppedByKernel"));
        Assert.InRange(toServer.Of("lost"), 9_500, 10_500);
        AssertAgreement(bench, report, served.Of("droppedByKernel"));
    }

    [Fact]
    public async Task So_they_do_with_the_textbook_s_server_in_Python()
    {
        int port = FreePorts.Next();
        await using PeerProcess server = PeerProcess.Python("udp_server.py", port);
        await server.Output.WaitForAsync("ready to receive");
        await using LinkProcess link = await LinkProcess.StartAsync(
            ["udp://127.0.0.1:0", $"udp://127.0.0.1:{port}", .. Options]);
        JsonElement bench = await BenchAsync(link, 20_000);
        JsonElement report = await link.StopAsync();
        Assert.Equal(20_000, bench.Of("sent"));
        AssertAgreement(bench, report, atServer: 0);
    }

    [Fact]
    public async Task So_they_do_with_socat_which_answers_in_any_order()
    {
        int port = FreePorts.Next();
        await using var server = PeerProcess.Run(
            "socat", $"UDP4-RECVFROM:{port},bind=127.0.0.1,fork", "EXEC:tr a-z A-Z");
        await FreePorts.WaitUntilOpenAsync("udp", port, server);
        await using LinkProcess link = await LinkProcess.StartAsync(
            "udp://127.0.0.1:0", $"udp://127.0.0.1:{port}", "--loss", "10%", "--duplicate",
            "5%", "--seed", "7");
        // A process for each datagram: no more at a time than it can start.
        JsonElement bench = await BenchAsync(link, 300, "--rate", "50", "--timeout", "5s");
        JsonElement report = await link.StopAsync();
        JsonElement toServer = report.GetProperty("toServer");
        Assert.Equal(
            (300, toServer.Of("lost"), toServer.Of("duplicated")),
            (bench.Of("sent"), bench.Of("lost"), bench.Of("duplicated")));
        Assert.InRange(toServer.Of("lost"), 10, 60);
    }

    [Fact]
    public async Task What_is_lost_on_the_way_back_is_lost_to_the_client_too()
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("udp://127.0.0.1:0");
        await using LinkProcess link = await LinkProcess.StartAsync(
            "udp://127.0.0.1:0", server.Addresses[0], "--burst-loss", "to-client:2%,30%",
            "--loss", "to-server:5%", "--corrupt", "to-client:1%", "--seed", "9");
        JsonElement bench = await BenchAsync(link, 20_000);
        JsonElement report = await link.StopAsync();
        JsonElement served = await server.StopAsync();
        JsonElement toServer = report.GetProperty("toServer");
        JsonElement toClient = report.GetProperty("toClient");
        Assert.Equal(toServer.Of("forwarded"), served.Of("datagramsReceived"));
        Assert.InRange(toClient.Of("corrupted"), 100, 300);
        // A datagram whose tag was hit belongs to no message: its own is then missing too.
        Assert.True(bench.Of("corrupted") >= toClient.Of("corrupted"));
        Assert.InRange(
            bench.Of("lost"), toServer.Of("lost") + toClient.Of("lost"),
            toServer.Of("lost") + toClient.Of("lost") + toClient.Of("corrupted"));
    }

    static void AssertAgreement(JsonElement bench, JsonElement report, long atServer)
    {
        JsonElement toServer = report.GetProperty("toServer");
        JsonElement toClient = report.GetProperty("toClient");
        long byKernel = atServer + bench.Of("droppedByKernel")
            + toServer.Of("droppedByKernel") + toClient.Of("droppedByKernel");
        if (byKernel == 0)
        {
            Assert.Equal(
                (toServer.Of("lost"), toServer.Of("reordered"), toServer.Of("duplicated"), 0),
                (bench.Of("lost"), bench.Of("reordered"), bench.Of("duplicated"),
                    bench.Of("corrupted")));
            Assert.Equal(
                bench.Of("sent"),
                bench.Of("answered") + bench.Of("late") + bench.Of("lost"));
            return;
        }

        // What the kernel dropped was a message, or the copy of one.
        Assert.InRange(
            bench.Of("lost"), toServer.Of("lost"), toServer.Of("lost") + byKernel);
    }

    static async Task<JsonElement> BenchAsync(
        LinkProcess link, int count, params string[] options)
    {
        await using var bench = DoorwayProcess.Start(
            ["bench", "--json", link.Listen, "-n", $"{count}", .. options]);
        int code = await bench.WaitForExitAsync(Deadline.Long);
        using JsonDocument report = JsonDocument.Parse(bench.Output.Text);
        Assert.Equal(report.RootElement.Of("corrupted") > 0 ? 1 : 0, code);
        return report.RootElement.Clone();
    }

    /// <summary>What is done to a stream, and how much text goes through it.</summary>
    public static TheoryData<string, int> Streams => new()
    {
        { "--slice both:1..7,100us", 20_000 },
        { "--slice both:1,100us", 500 },
        { "--stall both:200ms,10k", 200_000 },
        { "--stall 20ms,10%", 200_000 },
        { "--delay both:20ms,10ms,normal --rate both:20mbit", 500_000 },
        { "--no-half-close to-client --slice 100..2k", 50_000 },
        { "--preset wifi", 200_000 },
        { "--segment-loss both:5% --delay both:1ms", 300_000 },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Over_TCP_every_byte_arrives_in_order(string options, int length)
    {
        Assert.SkipWhen(
            options.Contains("segment") && !Environment.IsPrivilegedProcess,
            "only root may drop segments");
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("tcp://127.0.0.1:0");
        await ConverseAsync(server.Addresses[0], options, length);
    }

    [Fact]
    public async Task So_it_does_with_socat_as_the_server()
    {
        int port = FreePorts.Next();
        await using var server = PeerProcess.Run(
            "socat", $"TCP4-LISTEN:{port},bind=127.0.0.1,reuseaddr,fork", "EXEC:tr a-z A-Z");
        await FreePorts.WaitUntilOpenAsync("tcp", port, server);
        await ConverseAsync(
            $"tcp://127.0.0.1:{port}", "--slice both:1..100 --delay both:5ms", 50_000);
    }

    static async Task ConverseAsync(string server, string options, int length)
    {
        await using LinkProcess link = await LinkProcess.StartAsync(
            ["tcp://127.0.0.1:0", server, .. options.Split(' ')]);
        var text = new StringBuilder();
        for (int line = 1; text.Length < length; line++)
        {
            text.Append($"line {line} of what goes through\n");
        }

        await using var client = DoorwayProcess.Start("connect", link.Listen);
        string answer = await client.FilterAsync($"{text}", Deadline.Long);
        Assert.Equal($"{text}".ToUpperInvariant(), answer);
        JsonElement report = await link.StopAsync();
        Assert.Equal(text.Length, report.GetProperty("toServer").Of("bytesForwarded"));
        Assert.Equal(text.Length, report.GetProperty("toClient").Of("bytesForwarded"));
    }
}

using System.Globalization;
using System.Text.Json;
using Doorway.Tests.Command;

namespace Doorway.Tests.Repository;

/// <summary>
/// The generator and the C servers of bench/net: they compile without a warning, every answer is
/// right, and a wrong one is noticed. How fast they are is not asked here.
/// </summary>
public sealed class BenchNetTests(BenchPrograms programs)
    : IClassFixture<BenchPrograms>
{
    [Theory]
    [InlineData("tcp", "--connections", "8", "--depth", "16")]
    [InlineData("tcp", "--stream", "--size", "1400")]
    [InlineData("udp", "--window", "16", "--sockets", "2")]
    [InlineData("udp", "--window", "16", "--size", "1400", "--gso", "--gro")]
    public async Task Our_server_answers_the_generator_byte_for_byte(
        string transport, params string[] options)
    {
        string load = await programs.GeneratorAsync();
        await using var server = await DoorwayProcess.ServeAsync($"{transport}://127.0.0.1:0");
        await RunAsync(load, transport, server.Port($"{transport}://127.0.0.1"), options);
    }

    [Theory]
    [InlineData("epoll", "tcp", "--connections", "8", "--depth", "16")]
    [InlineData("epoll", "tcp", "--stream")]
    [InlineData("recvfrom", "udp", "--window", "16")]
    [InlineData("recvmmsg", "udp", "--window", "16", "--sockets", "2")]
    [InlineData("gso", "udp", "--window", "16", "--sockets", "2")]
    [InlineData("gso", "udp", "--window", "16", "--size", "1400", "--gso", "--gro")]
    public async Task The_C_servers_answer_it_too(
        string name, string transport, params string[] options)
    {
        string load = await programs.GeneratorAsync();
        string peer = await programs.PeerAsync(name);
        int port = FreePorts.Next();
        await using var server = ChildProcess.Start(peer, ["--port", $"{port}", "--spin", "20"]);
        await FreePorts.WaitUntilOpenAsync(transport, port, server);
        await RunAsync(load, transport, port, options);
    }

    [Fact]
    public async Task The_plain_relay_brings_every_answer_back()
    {
        string load = await programs.GeneratorAsync();
        string relay = await programs.RelayAsync();
        await using var server = await DoorwayProcess.ServeAsync("udp://127.0.0.1:0");
        int port = FreePorts.Next();
        await using var between = ChildProcess.Start(
            relay, ["--port", $"{port}", "--target", $"{server.Port("udp://127.0.0.1")}"]);
        await FreePorts.WaitUntilOpenAsync("udp", port, between);
        await RunAsync(load, "udp", port, ["--window", "16", "--sockets", "2"]);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task A_wrong_answer_ends_the_run(string transport)
    {
        string load = await programs.GeneratorAsync();
        await using var server = await DoorwayProcess.ServeAsync(
            "--service", "echo", $"{transport}://127.0.0.1:0");
        await using var generator = ChildProcess.Start(load, [
            transport, "--port", $"{server.Port($"{transport}://127.0.0.1")}"]);
        Assert.Equal(1, await generator.WaitForExitAsync());
        Assert.Matches("wrong answer|answers nothing", generator.Errors.Text);
    }

    // On a busy machine the first answer may come when a short run is over already.
    static async Task RunAsync(string load, string transport, int port, string[] options)
    {
        long replies = 0;
        for (double seconds = 0.2; replies == 0; seconds *= 8)
        {
            Assert.True(seconds < 20, "Nothing came back.");
            await using var generator = ChildProcess.Start(load, [
                transport, "--port", $"{port}", "--warmup", "0.05",
                "--seconds", seconds.ToString(CultureInfo.InvariantCulture), .. options]);
            using JsonDocument report = JsonDocument.Parse(await generator.FilterAsync(""));
            Assert.Equal(0, report.RootElement.GetProperty("unanswered").GetInt64());
            replies = report.RootElement.GetProperty("replies").GetInt64();
        }
    }
}

using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Doorway.Tests.Acceptance;

namespace Doorway.Tests.Command;

/// <summary>How a server ends: the first signal drains, the second quits.</summary>
public sealed class SignalTests
{
    [Theory]
    [InlineData(ChildProcess.SIGTERM, 143)]
    [InlineData(ChildProcess.SIGINT, 130)]
    public async Task The_first_signal_drains_and_prints_the_summary(int signal, int code)
    {
        await using DoorwayProcess server =
            await DoorwayProcess.ServeInWordsAsync("--json", "tcp://127.0.0.1:0");
        int port = server.Port("tcp://127.0.0.1");
        using Socket client = await RawTcp.ConnectAsync(port);
        Assert.Equal("HELLO"u8.ToArray(), await client.AskAsync("hello"u8.ToArray()));
        server.Signal(signal);
        await server.Errors.WaitForAsync(
            "^doorway: stopping: no new clients, up to 30 s for the 1 ");
        Assert.Equal(0, await client.ReceiveAsync(new byte[1]));
        client.Dispose();
        Assert.Equal(code, await server.WaitForExitAsync());
        Assert.Contains(
            "doorway: stopped: 1 connections, 5 bytes in, 5 bytes out", server.Errors.Text);
        using JsonDocument counters = JsonDocument.Parse(server.Output.Text);
        Assert.Equal(1, counters.RootElement.Of("accepted"));
    }

    [Fact]
    public async Task The_second_signal_quits_at_once()
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeInWordsAsync(
            "--service", "chat", "--drain", "10m", "tcp://127.0.0.1:0");
        using Socket client = await RawTcp.ConnectAsync(server.Port("tcp://127.0.0.1"));
        await server.Errors.WaitForAsync("#1 .* connected");
        server.Signal(ChildProcess.SIGTERM);
        await server.Errors.WaitForAsync("^doorway: stopping: ");
        // One that came at once would be the same: timeout(1) sends it twice.
        await Task.Delay(300);
        Assert.False(server.HasExited);
        server.Signal(ChildProcess.SIGTERM);
        Assert.Equal(143, await server.WaitForExitAsync());
    }

    [Fact]
    public async Task Who_is_still_there_after_the_drain_time_is_reset()
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeInWordsAsync(
            "--service", "chat", "--drain", "500ms", "tcp://127.0.0.1:0");
        using Socket client = await RawTcp.ConnectAsync(server.Port("tcp://127.0.0.1"));
        await server.Errors.WaitForAsync("#1 .* connected");
        var clock = Stopwatch.StartNew();
        server.Signal(ChildProcess.SIGTERM);
        Assert.Equal(143, await server.WaitForExitAsync());
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.4, 15);
    }

    [Fact]
    public async Task Never_waits_for_the_last_client()
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeInWordsAsync(
            "--service", "chat", "--drain", "never", "tcp://127.0.0.1:0");
        Socket client = await RawTcp.ConnectAsync(server.Port("tcp://127.0.0.1"));
        await server.Errors.WaitForAsync("#1 .* connected");
        server.Signal(ChildProcess.SIGTERM);
        await server.Errors.WaitForAsync(
            "^doorway: stopping: no new clients, as long as it takes ");
        await Task.Delay(300);
        Assert.False(server.HasExited);
        client.Dispose();
        Assert.Equal(143, await server.WaitForExitAsync());
    }

    [Fact]
    public async Task Ctrl_C_ends_a_client_on_a_terminal()
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("tcp://127.0.0.1:0");
        await using ChildProcess client = PseudoTerminal.Start("connect", server.Addresses[0]);
        await client.TypeAsync("hello\n");
        await client.Output.WaitForAsync("HELLO");
        await client.TypeAsync(PseudoTerminal.CtrlC);
        Assert.NotEqual(0, await client.WaitForExitAsync());
    }
}

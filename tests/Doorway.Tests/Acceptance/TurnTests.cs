using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Doorway.Tests.Command;

namespace Doorway.Tests.Acceptance;

/// <summary>
/// One client at a time, or all at once: what each mode means for those who come.
/// </summary>
public sealed class TurnTests
{
    [Fact]
    public async Task Iterative_a_second_client_waits_is_shown_waiting_and_has_its_turn()
    {
        await using DoorwayProcess server =
            await DoorwayProcess.ServeInWordsAsync("--mode", "iterative", "tcp://127.0.0.1:0");
        int port = server.Port("tcp://127.0.0.1");
        using Socket silent = await RawTcp.ConnectAsync(port);
        await server.Errors.WaitForAsync("#1 .* connected");
        using Socket second = await RawTcp.ConnectAsync(port);
        Task<byte[]> answer = second.AskAsync("me too"u8.ToArray());
        await server.Errors.WaitForAsync("1 client waits in the backlog");
        await Task.Delay(300);
        Assert.False(answer.IsCompleted, "it was answered before its turn");
        silent.Dispose();
        Assert.Equal("ME TOO"u8.ToArray(), await answer);
        await server.Errors.WaitForAsync(@"#2 .* connected .* after \d+\.\d s in the backlog");
    }

    [Theory]
    [InlineData("concurrent")]
    [InlineData("process")]
    public async Task Concurrent_a_second_client_is_answered_at_once(string mode)
    {
        await using DoorwayProcess server =
            await DoorwayProcess.ServeAsync("--mode", mode, "tcp://127.0.0.1:0");
        int port = server.Port("tcp://127.0.0.1");
        using Socket silent = await RawTcp.ConnectAsync(port);
        using Socket second = await RawTcp.ConnectAsync(port);
        Assert.Equal("ME TOO"u8.ToArray(), await second.AskAsync("me too"u8.ToArray()));
        Assert.Equal("SO AM I"u8.ToArray(), await silent.AskAsync("so am i"u8.ToArray()));
    }

    [Fact]
    public async Task Fifty_clients_at_once_are_told_apart_by_address_and_port()
    {
        const int Clients = 50;
        await using DoorwayProcess server =
            await DoorwayProcess.ServeInWordsAsync("tcp://127.0.0.1:0");
        int port = server.Port("tcp://127.0.0.1");
        Socket[] clients = await Task.WhenAll(
            Enumerable.Range(0, Clients).Select(_ => RawTcp.ConnectAsync(port)));
        await Task.WhenAll(clients.Select(async (client, number) => Assert.Equal(
            [(byte)'A', (byte)number], await client.AskAsync([(byte)'a', (byte)number]))));
        string[] own = [.. clients.Select(client => $"{(IPEndPoint)client.LocalEndPoint!}")];
        foreach (Socket client in clients)
            client.Dispose();
        foreach (string name in own)
            await server.Errors.WaitForAsync($@"#\d+ {Regex.Escape(name)} left: closed");
        string[] connected = [.. server.Errors.Lines
            .Select(line => Regex.Match(line, @"^doorway: (#\d+) (\S+) connected"))
            .Where(match => match.Success).Select(match => match.Groups[2].Value)];
        Assert.Equal(own.Order(), connected.Order());
        Assert.Equal(Clients, connected.Distinct().Count());
    }
}

using System.Text.RegularExpressions;
using Doorway.Tests.Command;

namespace Doorway.Tests.Peers;

/// <summary>Greetings and two-way messages with programs that are not ours.</summary>
public sealed class ConversationTests
{
    [Fact]
    public async Task The_greeting_client_is_thanked()
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync(
            "--service", "greet", "tcp://127.0.0.1:0");
        await using var client = PeerProcess.Python(
            "greeting_client.py", "localhost", server.Port("tcp://127.0.0.1"));
        Assert.Equal("Thank you for connecting\n", await client.FilterAsync(""));
    }

    [Fact]
    public async Task The_greeting_server_is_heard_to_the_end()
    {
        int port = FreePorts.Next();
        await using var server = PeerProcess.Python("greeting_server.py", port);
        await server.Output.WaitForAsync("ready to greet");
        string host = System.Net.Dns.GetHostName();
        await using var client = DoorwayProcess.Start("connect", $"tcp://{host}:{port}");
        Assert.Equal("Thank you for connecting", (await client.FilterAsync("")).TrimEnd('\n'));
    }

    [Fact]
    public async Task A_two_way_client_and_the_person_at_our_server_write_in_any_order()
    {
        // What the others say is the data here, so standard output is theirs alone.
        await using var server = DoorwayProcess.Start(
            "serve", "--service", "chat", "tcp://127.0.0.1:0");
        Match ready = await server.Errors.WaitForAsync(@"ready.* tcp://127\.0\.0\.1:(\d+)$");
        await using var client = PeerProcess.Python(
            "two_way_client.py", "127.0.0.1", ready.Groups[1].Value);
        await client.Output.WaitForAsync("^Connected$");
        await client.WriteLineAsync("is anybody there?");
        await server.Output.WaitForAsync("is anybody there\\?");
        await server.WriteLineAsync("yes, ask away");
        await client.Output.WaitForAsync("Server: .*yes, ask away");
        await server.WriteLineAsync("well?");
        await client.Output.WaitForAsync("Server: .*well\\?");
        await client.WriteLineAsync("no question");
        await server.Output.WaitForAsync("no question");
    }

    [Fact]
    public async Task Two_way_clients_hear_one_another_but_not_themselves()
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync(
            "--service", "chat", "tcp://127.0.0.1:0");
        int port = server.Port("tcp://127.0.0.1");
        await using var one = PeerProcess.Python("two_way_client.py", "127.0.0.1", port);
        await using var two = PeerProcess.Python("two_way_client.py", "127.0.0.1", port);
        await one.Output.WaitForAsync("^Connected$");
        await two.Output.WaitForAsync("^Connected$");
        // Connected means in the backlog, for the client, and accepted, for the server: who is in
        // the room is whoever hears what is said there.
        await server.Output.WaitForAsync("""(?s)"event":"connected".*"event":"connected".*$""");
        for (int i = 0; i < 100 && !two.Output.Text.Contains("from one"); i++)
        {
            await one.WriteLineAsync("from one");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await two.Output.WaitForAsync("from one");
        await two.WriteLineAsync("from two");
        await one.Output.WaitForAsync("from two");
        Assert.DoesNotContain("from one", one.Output.Text);
        Assert.DoesNotContain("from two", two.Output.Text);
    }

    [Fact]
    public async Task Our_client_and_a_two_way_server_write_in_any_order_until_both_end()
    {
        int port = FreePorts.Next();
        await using var server = PeerProcess.Python("two_way_server.py", port);
        await server.Output.WaitForAsync("is ready");
        await using var client = DoorwayProcess.Start("connect", $"tcp://127.0.0.1:{port}");
        await server.Output.WaitForAsync("^Connected$");
        await server.WriteLineAsync("welcome");
        await client.Output.WaitForAsync("^welcome$");
        await client.WriteLineAsync("thanks");
        await server.Output.WaitForAsync("^Client: thanks$");
        client.CloseInput();
        await server.Output.WaitForAsync("^The client has ended$");
        await server.WriteLineAsync("one more thing");
        server.CloseInput();
        Assert.Equal(0, await client.WaitForExitAsync());
        Assert.Equal("welcome\none more thing\n", client.Output.Text);
    }
}

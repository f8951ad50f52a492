using System.Net;
using System.Net.Sockets;
using Doorway.Services;

namespace Doorway.Tests.Services;

public sealed class ExecTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_connection_is_the_programs_input_and_output(bool unix)
    {
        await using ExecServer server = await ExecServer.StartAsync(["cat"], unix: unix);
        using TalkClient client = server.Connect();
        await client.SendAsync("no newline");
        Assert.Equal("no newline", await client.ReceiveUntilAsync("newline"));
        await client.SendAsync(" and more\n");
        client.FinishSending();
        Assert.Equal(" and more\n", await client.ReceiveTextToEndAsync());
        Assert.Matches(
            "^process [0-9]+ after [0-9.]+ s with exit code 0$",
            await server.WaitForAsync(ExecEventKind.Ended));
    }

    [Fact]
    public async Task Arguments_reach_the_program_as_they_are()
    {
        await using ExecServer server = await ExecServer.StartAsync(
            ["printf", "%s|", "a b", "", "$HOME", "*", "'\"\\", "grüß"]);
        using TalkClient client = server.Connect();
        Assert.Equal("a b||$HOME|*|'\"\\|grüß|", await client.ReceiveTextToEndAsync());
    }

    [Fact]
    public async Task The_program_is_told_of_its_connection()
    {
        await using ExecServer server = await ExecServer.ShellAsync(
            "echo $PROTO $TCPREMOTEIP $TCPREMOTEPORT $TCPLOCALIP $TCPLOCALPORT");
        using TalkClient client = server.Connect();
        int remote = ((IPEndPoint)client.Socket.LocalEndPoint!).Port;
        int local = ((IPEndPoint)client.Socket.RemoteEndPoint!).Port;
        Assert.Equal(
            $"TCP 127.0.0.1 {remote} 127.0.0.1 {local}\n", await client.ReceiveTextToEndAsync());
    }

    [Fact]
    public async Task A_program_on_a_Unix_socket_is_told_its_path()
    {
        await using ExecServer server = await ExecServer.ShellAsync(
            "echo $PROTO $UNIXLOCALPATH $TCPREMOTEIP", unix: true);
        using TalkClient client = server.Connect();
        Assert.Equal(
            $"UNIX {server.Server.Addresses[0].Path}\n", await client.ReceiveTextToEndAsync());
    }

    [Fact]
    public async Task The_end_of_the_input_is_the_end_of_the_programs_input()
    {
        await using ExecServer server = await ExecServer.ShellAsync("wc -c; echo end");
        using TalkClient client = server.Connect();
        await client.SendAsync(new byte[1_000_000]);
        client.FinishSending();
        Assert.Equal("1000000\nend\n", await client.ReceiveTextToEndAsync());
    }

    [Fact]
    public async Task A_program_that_closes_its_output_early_half_closes_and_reads_on()
    {
        await using ExecServer server = await ExecServer.ShellAsync(
            "echo bye; exec 1>&-; read file; cat >\"$file\"");
        using TalkClient client = server.Connect();
        Assert.Equal("bye\n", await client.ReceiveTextToEndAsync());
        string file = server.Folder.File("got");
        await client.SendAsync($"{file}\n");
        await client.SendAsync("still read");
        client.FinishSending();
        await server.WaitForAsync(ExecEventKind.Ended);
        Assert.Equal("still read", File.ReadAllText(file));
    }

    [Fact]
    public async Task A_program_that_closes_its_input_is_still_heard_and_its_peer_can_send()
    {
        await using ExecServer server = await ExecServer.ShellAsync(
            "exec 0<&-; sleep 0.3; echo done");
        using TalkClient client = server.Connect();
        await client.SendAsync(new byte[16 << 20]);
        client.FinishSending();
        Assert.Equal("done\n", await client.ReceiveTextToEndAsync());
    }

    [Fact]
    public async Task A_program_that_ends_at_once_delivers_what_it_wrote()
    {
        await using ExecServer server = await ExecServer.PythonAsync("print('x' * 60000, end='')");
        for (int i = 0; i < 10; i++)
        {
            using TalkClient client = server.Connect();
            Assert.Equal(60_000, (await client.ReceiveToEndAsync()).Length);
        }
    }

    [Fact]
    public async Task The_exit_code_is_told()
    {
        await using ExecServer server = await ExecServer.ShellAsync("exit 7");
        using TalkClient client = server.Connect();
        Assert.Equal("", await client.ReceiveTextToEndAsync());
        Assert.EndsWith(
            "exit code 7", await server.WaitForAsync(ExecEventKind.Ended),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signals_are_as_a_program_expects_them()
    {
        // .NET ignores SIGPIPE: a program that inherited that would go on writing for ever.
        await using ExecServer server = await ExecServer.StartAsync(
            ["grep", "-E", "SigIgn|SigBlk", "/proc/self/status"]);
        using TalkClient client = server.Connect();
        Assert.Equal(
            "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n",
            await client.ReceiveTextToEndAsync());
    }

    [Fact]
    public async Task Sixty_four_programs_run_at_once_and_none_waits_for_another()
    {
        await using ExecServer server = await ExecServer.StartAsync(["cat"]);
        TalkClient[] clients = [.. Enumerable.Range(0, 64).Select(_ => server.Connect())];
        foreach (TalkClient client in clients.Reverse())
        {
            await client.SendAsync("ping");
        }

        foreach (TalkClient client in clients)
        {
            Assert.Equal("ping", await client.ReceiveUntilAsync("ping"));
        }

        Assert.Equal(64, server.Exec.Running);
        Assert.Equal(64, server.Exec.Started);
        foreach (TalkClient client in clients)
        {
            client.Dispose();
        }

        await server.WaitUntilAllEndedAsync();
    }

    [Fact]
    public async Task Random_bytes_of_any_length_come_back_equal()
    {
        await using ExecServer server = await ExecServer.StartAsync(["cat"]);
        var random = new Random(4713);
        for (int i = 0; i < 50; i++)
        {
            byte[] bytes = new byte[random.Next(300_000)];
            random.NextBytes(bytes);
            using TalkClient client = server.Connect();
            Task sending = Task.Run(async () =>
            {
                await client.SendAsync(bytes);
                client.FinishSending();
            });
            Assert.Equal(bytes, await client.ReceiveToEndAsync());
            await sending;
        }
    }

    [Fact]
    public async Task A_program_that_never_reads_holds_up_its_peer_and_nobody_else()
    {
        await using ExecServer server = await ExecServer.ShellAsync("exec sleep 100");
        using TalkClient client = server.Connect();
        client.Socket.Blocking = false;
        client.Socket.SendBufferSize = 64 * 1024;
        byte[] piece = new byte[64 * 1024];
        long sent = 0;
        while (client.Socket.Poll(TimeSpan.FromMilliseconds(500), SelectMode.SelectWrite))
        {
            sent += client.Socket.Send(piece, SocketFlags.None, out _);
            Assert.True(sent < 32 << 20, "nothing held it up");
        }

        client.Reset();
        Assert.EndsWith(
            "the peer has gone", await server.WaitForAsync(ExecEventKind.Killed),
            StringComparison.Ordinal);
        await server.WaitUntilAllEndedAsync();
    }
}

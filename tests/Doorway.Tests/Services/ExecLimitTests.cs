using System.Net.Sockets;
using Doorway.Services;

namespace Doorway.Tests.Services;

public sealed class ExecLimitTests
{
    [Fact]
    public async Task The_deadline_ends_the_program_and_the_connection()
    {
        await using ExecServer server = await ExecServer.ShellAsync(
            "sleep 100 & sleep 100",
            options => options with { Deadline = TimeSpan.FromMilliseconds(500) });
        using TalkClient client = server.Connect();
        Assert.Equal(SocketError.ConnectionReset, await client.WaitForEndAsync());
        Assert.EndsWith(
            ": its 0.5 s are over", await server.WaitForAsync(ExecEventKind.Killed),
            StringComparison.Ordinal);
        await server.WaitUntilAllEndedAsync();
    }

    [Fact]
    public async Task The_deadline_ends_a_connection_whose_peer_does_not_read_the_rest()
    {
        await using ExecServer server = await ExecServer.ShellAsync(
            "cat; head -c 60000 /dev/zero",
            options => options with { Deadline = TimeSpan.FromSeconds(3) });
        using TalkClient client = server.Connect(receiveBuffer: 4_096);
        client.Socket.Blocking = false;
        byte[] piece = new byte[64 * 1024];
        while (client.Socket.Poll(TimeSpan.FromMilliseconds(300), SelectMode.SelectWrite))
        {
            client.Socket.Send(piece, SocketFlags.None, out _);
        }

        await Eventually.HoldsAsync(() => server.Server.Counters.Open == 0);
        await server.WaitUntilAllEndedAsync();
    }

    [Fact]
    public async Task One_connection_too_many_is_reset_at_once_and_counted()
    {
        await using ExecServer server = await ExecServer.StartAsync(
            ["cat"], options => options with { AtOnce = 2 });
        using TalkClient first = server.Connect();
        using TalkClient second = server.Connect();
        await first.SendAsync("1");
        await second.SendAsync("2");
        Assert.Equal("1", await first.ReceiveUntilAsync("1"));
        Assert.Equal("2", await second.ReceiveUntilAsync("2"));

        using TalkClient third = server.Connect();
        Assert.Equal(SocketError.ConnectionReset, await third.WaitForEndAsync());
        Assert.Equal(
            "2 programs run at once, which is the limit",
            await server.WaitForAsync(ExecEventKind.Refused));
        Assert.Equal(1, server.Exec.Refused);
        Assert.Equal(2, server.Exec.Started);

        first.FinishSending();
        Assert.Equal("", await first.ReceiveTextToEndAsync());
        await Eventually.HoldsAsync(() => server.Exec.Running == 1);
        using TalkClient fourth = server.Connect();
        await fourth.SendAsync("4");
        Assert.Equal("4", await fourth.ReceiveUntilAsync("4"));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, -1)]
    public void Limits_that_make_no_sense_are_refused(int atOnce, int deadline, int grace) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Exec(new ExecOptions
        {
            FileName = "cat",
            AtOnce = atOnce,
            Deadline = TimeSpan.FromSeconds(deadline),
            Grace = TimeSpan.FromSeconds(grace),
        }));
}

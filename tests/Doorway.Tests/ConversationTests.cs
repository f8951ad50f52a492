using System.Net.Sockets;
using Doorway.Tests.Command;
using Doorway.Tests.Services;

namespace Doorway.Tests;

public sealed class ConversationTests
{
    static Task Wait(Task task) => task.WaitAsync(Deadline.Default);

    [Fact]
    public async Task A_conversation_that_goes_on_while_the_server_drains_may_finish()
    {
        var drained = new TaskCompletionSource();
        var typed = new TaskCompletionSource();
        await using TalkServer server = await TalkServer.StartAsync(async (connection, abort) =>
        {
            byte[] buffer = new byte[100];
            Reception reception = await connection.ReceiveAsync(buffer, abort);
            Assert.True(reception.IsEnd);
            drained.SetResult();
            await Wait(typed.Task);
            await Task.Delay(100, abort);
            await connection.SendAsync("done"u8.ToArray(), abort);
        });
        using TalkClient client = server.Connect();
        await Eventually.HoldsAsync(() => server.Server.Counters.Open == 1);
        Task stopping = server.Server.StopAsync(TimeSpan.FromSeconds(10));
        await Wait(drained.Task);
        await client.SendAsync("more that nobody wants");
        typed.SetResult();
        Assert.Equal("done", await client.ReceiveTextToEndAsync());
        client.FinishSending();
        await Wait(stopping);
    }

    [Fact]
    public async Task A_reset_is_noticed_while_the_conversation_reads_nothing()
    {
        var closed = new TaskCompletionSource<SocketError>();
        await using TalkServer server = await TalkServer.StartAsync(async (connection, _) =>
        {
            await connection.Closed;
            closed.SetResult(connection.Error);
        });
        TalkClient client = server.Connect();
        client.Socket.Blocking = false;
        byte[] much = new byte[64 * 1024];
        while (client.Socket.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectWrite))
        {
            client.Socket.Send(much, SocketFlags.None, out _);
        }

        client.Reset();
        await Wait(closed.Task);
        Assert.Equal(SocketError.ConnectionReset, await closed.Task);
    }

    [Fact]
    public async Task A_reset_is_noticed_after_the_peer_has_half_closed()
    {
        var ended = new TaskCompletionSource();
        var closed = new TaskCompletionSource<SocketError>();
        await using TalkServer server = await TalkServer.StartAsync(async (connection, abort) =>
        {
            Reception reception = await connection.ReceiveAsync(new byte[1], abort);
            Assert.Equal(new Reception(0, SocketError.Success), reception);
            ended.SetResult();
            await connection.Closed;
            closed.SetResult(connection.Error);
        });
        TalkClient client = server.Connect();
        client.FinishSending();
        await Wait(ended.Task);
        client.Reset();
        await Wait(closed.Task);
        Assert.NotEqual(SocketError.Success, await closed.Task);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stopped_server_has_let_its_conversations_clean_up(bool clientLeaves)
    {
        bool cleaned = false;
        var started = new TaskCompletionSource();
        await using TalkServer server = await TalkServer.StartAsync(async (connection, abort) =>
        {
            try
            {
                started.SetResult();
                await connection.Closed.WaitAsync(abort);
            }
            finally
            {
                await Task.Delay(500, CancellationToken.None);
                cleaned = true;
            }
        });
        using TalkClient client = server.Connect();
        await Wait(started.Task);
        if (clientLeaves)
        {
            client.Reset();
            await Eventually.HoldsAsync(() => server.Server.Counters.Open == 0);
        }

        await Wait(server.Server.StopAsync(TimeSpan.Zero));
        Assert.True(cleaned);
    }
}

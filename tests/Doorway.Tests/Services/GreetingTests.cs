using System.Net.Sockets;
using System.Text;
using Doorway.Services;

namespace Doorway.Tests.Services;

public sealed class GreetingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_text_comes_unasked_and_unchanged_and_then_the_end(bool unix)
    {
        await using TalkServer server = await TalkServer.StartAsync(
            Greeting.Of(Greeting.DefaultText), unix);
        for (int i = 0; i < 20; i++)
        {
            using TalkClient client = server.Connect();
            Assert.Equal("Thank you for connecting", await client.ReceiveTextToEndAsync());
        }
    }

    [Fact]
    public async Task It_ends_in_order_although_the_client_has_sent_what_nobody_reads()
    {
        await using TalkServer server = await TalkServer.StartAsync(Greeting.Of("grüß dich\n"));
        using TalkClient client = server.Connect();
        await client.SendAsync(new byte[100_000]);
        Assert.Equal("grüß dich\n", await client.ReceiveTextToEndAsync());
        client.Dispose();
        await Eventually.HoldsAsync(() => server.Server.Counters.Open == 0);
        Assert.Equal(0, server.Server.Counters.Failed);
    }

    [Fact]
    public async Task An_empty_text_is_just_an_end()
    {
        await using TalkServer server = await TalkServer.StartAsync(Greeting.Of(""));
        using TalkClient client = server.Connect();
        Assert.Equal(SocketError.Success, await client.WaitForEndAsync());
    }

    [Fact]
    public async Task A_text_larger_than_the_sockets_buffers_arrives_whole()
    {
        string text = string.Concat(Enumerable.Range(0, 1_000_000).Select(i => $"{i}\n"));
        await using TalkServer server = await TalkServer.StartAsync(Greeting.Of(text));
        using TalkClient client = server.Connect();
        Assert.Equal(Encoding.UTF8.GetBytes(text), await client.ReceiveToEndAsync());
    }
}

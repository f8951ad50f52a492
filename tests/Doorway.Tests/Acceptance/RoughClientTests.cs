using System.Net.Sockets;
using System.Text.Json;
using Doorway.Tests.Command;

namespace Doorway.Tests.Acceptance;

/// <summary>
/// Clients that behave badly: the server answers the next one, and its counters add up.
/// </summary>
public sealed class RoughClientTests
{
    [Fact]
    public async Task Resets_connects_and_closes_and_broken_text_leave_a_server_that_answers()
    {
        const int Resets = 20, Closes = 500;
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("tcp://127.0.0.1:0");
        int port = server.Port("tcp://127.0.0.1");
        for (int i = 0; i < Resets; i++)
        {
            using Socket client = await RawTcp.ConnectAsync(port);
            Assert.Equal("HALF"u8.ToArray(), await client.AskAsync("half"u8.ToArray()));
            client.Reset();
        }
        await Parallel.ForAsync(0, Closes, async (_, _) =>
        {
            using Socket client = await RawTcp.ConnectAsync(port);
        });
        byte[] broken = [.. "\0a"u8, 0xff, 0xc3, .. "b\0"u8, 0xe2, 0x82, .. "c"u8, 0xf0];
        byte[] expected = [.. "\0A"u8, 0xff, 0xc3, .. "B\0"u8, 0xe2, 0x82, .. "C"u8, 0xf0];
        using (Socket client = await RawTcp.ConnectAsync(port))
            Assert.Equal(expected, await client.ExchangeAsync(broken));
        JsonElement counters = await server.StopAsync();
        Assert.Equal(Resets + Closes + 1, counters.Of("accepted"));
        Assert.Equal(Resets, counters.Of("failed"));
        Assert.Equal((4 * Resets) + broken.Length, counters.Of("bytesReceived"));
        Assert.Equal((4 * Resets) + broken.Length, counters.Of("bytesSent"));
        Assert.Equal(0, counters.Of("open"));
    }

    [Fact]
    public async Task The_largest_and_the_empty_datagram_are_answered()
    {
        const int Largest = 65_507;
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("udp://127.0.0.1:0");
        using var client = new DatagramPeer(server.Port("udp://127.0.0.1"));
        byte[] letters = [.. Enumerable.Repeat((byte)'x', Largest)];
        byte[] capitals = [.. Enumerable.Repeat((byte)'X', Largest)];
        Assert.Equal(capitals, await client.AskAsync(letters));
        Assert.Empty(await client.AskAsync([]));
        Assert.Equal([0, 0xff, (byte)'A'], await client.AskAsync([0, 0xff, (byte)'a']));
        JsonElement counters = await server.StopAsync();
        Assert.Equal(3, counters.Of("datagramsReceived"));
        Assert.Equal(3, counters.Of("datagramsAnswered"));
    }

    [Fact]
    public async Task An_answer_that_fits_into_no_datagram_is_dropped_counted_and_named()
    {
        await using DoorwayProcess server =
            await DoorwayProcess.ServeInWordsAsync("--json", "udp://127.0.0.1:0");
        using var client = new DatagramPeer(server.Port("udp://127.0.0.1"));

        // U+0390 is two bytes and its upper case six.
        byte[] growing = [.. Enumerable.Repeat("ΐ"u8.ToArray(), 20_000).SelectMany(b => b)];
        await client.SendAsync(growing);
        await server.Errors.WaitForAsync(
            "datagram from .* dropped: .*does not fit into a datagram");
        Assert.Equal("STILL"u8.ToArray(), await client.AskAsync("still"u8.ToArray()));
        server.Signal(ChildProcess.SIGTERM);
        await server.WaitForExitAsync();
        using JsonDocument counters = JsonDocument.Parse(server.Output.Text);
        Assert.Equal(1, counters.RootElement.Of("droppedAnswerTooLarge"));
        Assert.Equal(1, counters.RootElement.Of("datagramsDropped"));
    }

    [Fact]
    public async Task Ten_thousand_random_datagrams_are_all_accounted_for()
    {
        const int Sent = 10_000;
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("udp://127.0.0.1:0");
        using var client = new DatagramPeer(server.Port("udp://127.0.0.1"));
        var random = new Random(4);
        int answered = 0;
        for (int i = 0; i < Sent; i++)
        {
            // Lock step: what the kernel drops at a full queue nobody could count.
            byte[] datagram = new byte[random.Next(1400)];
            random.NextBytes(datagram);
            await client.AskAsync(datagram);
            answered++;
        }
        JsonElement counters = await server.StopAsync();
        Assert.Equal(Sent, answered);
        Assert.Equal(Sent, counters.Of("datagramsReceived"));
        Assert.Equal(Sent, counters.Of("datagramsAnswered"));
        Assert.Equal(0, counters.Of("datagramsDropped"));
    }
}

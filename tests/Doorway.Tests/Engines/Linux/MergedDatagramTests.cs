using System.Net.Sockets;
using System.Text;
using Doorway.Engines.Linux;

namespace Doorway.Tests;

/// <summary>
/// Datagrams that come or go merged (UDP_GRO, UDP_SEGMENT) are still datagrams, each of its own.
/// </summary>
public sealed class MergedDatagramTests
{
    const int SolUdp = 17;
    const int UdpSegment = 103;

    static void SendMerged(Socket client, int segment, string text)
    {
        client.SetRawSocketOption(SolUdp, UdpSegment, BitConverter.GetBytes(segment));
        client.Send(Encoding.UTF8.GetBytes(text));
        client.SetRawSocketOption(SolUdp, UdpSegment, BitConverter.GetBytes(0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_datagram_of_a_merged_message_gets_its_own_answer(bool isReceivedMerged)
    {
        var journal = new Journal();
        await using LinuxServer server = await LinuxServer.StartAsync(
            new LinuxEngineOptions { MergedReceive = isReceivedMerged }, journal);
        using Socket client = server.Client();
        SendMerged(client, 5, "aaaaabbbbbcccccdd");
        foreach (string answer in (string[])["AAAAA", "BBBBB", "CCCCC", "DD"])
        {
            Assert.Equal(answer, LinuxServer.Receive(client));
        }

        await Eventually.HoldsAsync(() => server.Server.Counters.DatagramsAnswered == 4);
        Assert.Equal(4, server.Server.Counters.DatagramsReceived);
        Entry[] came = [.. journal.Snapshot().Where(one => one.Call == SocketCall.RecvFrom)];
        Assert.Equal([5, 5, 5, 2], came.Select(one => one.Result));
        Assert.Equal(
            isReceivedMerged, came[0].Argument == "recvmmsg, 1 of 1, UDP_GRO");
    }

    [Fact]
    public async Task Answers_that_leave_merged_arrive_apart_the_shorter_last_one_too()
    {
        var journal = new Journal();
        await using LinuxServer server = await LinuxServer.StartAsync(journal: journal);
        using Socket holder = await server.HoldAsync();
        using Socket client = server.Client();
        string[] sent = [.. Enumerable.Range(0, 40).Select(i => $"datagram {i:00}"), "short", "s"];
        foreach (string text in sent)
        {
            client.Send(Encoding.UTF8.GetBytes(text));
        }

        server.GoOn();
        foreach (string text in sent)
        {
            Assert.Equal(text.ToUpperInvariant(), LinuxServer.Receive(client));
        }

        await Eventually.HoldsAsync(() => server.Server.Counters.DatagramsAnswered == 43);
        string[] left =
        [
            .. journal.Snapshot().Where(one => one.Call == SocketCall.SendTo)
                                .Select(one => one.Argument ?? ""),
        ];
        Assert.Equal(
            [
                "", .. Enumerable.Repeat("sendmmsg, 1 of 2, UDP_SEGMENT", 41),
                "sendmmsg, 2 of 2",
            ],
            left);
    }

    [Fact]
    public async Task Peers_that_take_turns_get_their_answers_in_order()
    {
        await using LinuxServer server = await LinuxServer.StartAsync();
        var random = new Random(11);
        Socket[] clients = [.. Enumerable.Range(0, 7).Select(_ => server.Client())];
        for (int round = 0; round < 20; round++)
        {
            using Socket holder = await server.HoldAsync();
            var expected = clients.Select(_ => new List<string>()).ToArray();
            for (int i = 0; i < 150; i++)
            {
                int who = random.Next(clients.Length);
                string text = $"{round} {i} {new string('x', random.Next(4) * 20)}";
                expected[who].Add(text.ToUpperInvariant());
                clients[who].Send(Encoding.UTF8.GetBytes(text));
            }

            server.GoOn();
            for (int who = 0; who < clients.Length; who++)
            {
                Assert.All(
                    expected[who], text => Assert.Equal(text, LinuxServer.Receive(clients[who])));
            }
        }

        Array.ForEach(clients, client => client.Dispose());
        Assert.Equal(0, server.Server.Counters.DatagramsDropped);
    }

    [Fact]
    public async Task The_largest_answers_are_merged_only_as_far_as_they_fit()
    {
        await using LinuxServer server = await LinuxServer.StartAsync();
        using Socket client = server.Client();
        foreach (int size in (int[])[1_472, 20_000, 40_000, 65_507])
        {
            using Socket holder = await server.HoldAsync();
            string[] sent = [.. "abcd".Select(letter => new string(letter, size))];
            foreach (string text in sent)
            {
                client.Send(Encoding.UTF8.GetBytes(text));
            }

            server.GoOn();
            foreach (string text in sent)
            {
                Assert.Equal(text.ToUpperInvariant(), LinuxServer.Receive(client));
            }
        }

        Assert.Equal(0, server.Server.Counters.DatagramsDropped);
    }

    [Fact]
    public async Task A_merged_message_that_is_cut_costs_only_what_was_cut_off()
    {
        await using LinuxServer server = await LinuxServer.StartAsync(
            new LinuxEngineOptions { LargestMessage = 1_024 });
        using Socket client = server.Client();
        string text = string.Concat("abcde".Select(letter => new string(letter, 400)));
        SendMerged(client, 400, text);
        Assert.Equal(new string('A', 400), LinuxServer.Receive(client));
        Assert.Equal(new string('B', 400), LinuxServer.Receive(client));
        client.Send(new byte[1_025]);
        client.Send("after"u8);
        Assert.Equal("AFTER", LinuxServer.Receive(client));
        Assert.Equal(7, server.Server.Counters.DatagramsReceived);
        Assert.Equal(4, server.Server.Counters.DroppedTruncated);
    }
}

using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Doorway.Tests.Command;

namespace Doorway.Tests.Acceptance;

/// <summary>
/// Two servers that answer each other would never stop; a client that repeats itself is no server.
/// </summary>
public sealed class DatagramLoopTests
{
    [Fact]
    public async Task Two_servers_and_one_spoofed_datagram_are_quiet_within_five_seconds()
    {
        await using DoorwayProcess one = await DoorwayProcess.ServeAsync("udp://127.0.0.1:0");
        await using DoorwayProcess other = await DoorwayProcess.ServeAsync("udp://127.0.0.1:0");
        int from = one.Port("udp://127.0.0.1");
        int to = other.Port("udp://127.0.0.1");
        if (!SpoofedDatagram.Send(from, to, "round and round"u8))
            Assert.Skip("raw sockets are for root");
        await Task.Delay(TimeSpan.FromSeconds(5));
        Assert.Equal(0, Queued(from) + Queued(to));

        // Both still answer, and what they counted is a moment's, not five seconds' at thousands a
        // second.
        using var client = new DatagramPeer(to);
        Assert.Equal("HELLO"u8.ToArray(), await client.AskAsync("hello"u8.ToArray()));
        JsonElement first = await one.StopAsync();
        JsonElement second = await other.StopAsync();
        long turned = first.Of("datagramsReceived") + second.Of("datagramsReceived");
        Assert.InRange(turned, 3, 10_000);
        Assert.Equal(
            1, first.Of("droppedAsLoop") + second.Of("droppedAsLoop"));
    }

    [Fact]
    public async Task A_client_that_repeats_an_upper_case_line_is_answered_200_times_a_second()
    {
        const int PerSecond = 200, Seconds = 3;
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("udp://127.0.0.1:0");
        using var client = new DatagramPeer(server.Port("udp://127.0.0.1"));
        byte[] line = "ALREADY UPPER"u8.ToArray();
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < PerSecond * Seconds; i++)
        {
            TimeSpan due = TimeSpan.FromSeconds((double)i / PerSecond) - clock.Elapsed;
            if (due > TimeSpan.Zero)
                await Task.Delay(due);
            Assert.Equal(line, await client.AskAsync(line));
        }
        JsonElement counters = await server.StopAsync();
        Assert.Equal(PerSecond * Seconds, counters.Of("datagramsAnswered"));
        Assert.Equal(0, counters.Of("datagramsDropped"));
    }

    [Fact]
    public async Task A_text_with_a_third_of_its_lines_empty_loses_nothing()
    {
        const int Lines = 5000;
        var text = new StringBuilder();
        for (int i = 0; i < Lines; i++)
            text.Append(i % 3 == 0 ? "\n" : $"line {i}\n");
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("udp://127.0.0.1:0");
        await using var client = DoorwayProcess.Start(
            "connect", "--timeout", "20s", server.Addresses[0]);
        string answer = await client.FilterAsync($"{text}", Deadline.Long);
        Assert.Equal($"{text}".ToUpperInvariant(), answer);
    }

    // proc_net_udp: the receive queue of the socket that has the port.
    static long Queued(int port) => File.ReadLines("/proc/net/udp").Skip(1)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields[1].EndsWith($":{port:X4}", StringComparison.Ordinal))
        .Sum(fields => Convert.ToInt64(fields[4].Split(':')[1], 16));
}

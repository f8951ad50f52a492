using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Doorway.Tests;

/// <summary>Two servers that answer each other: ended, and no client is mistaken for one of
/// them.</summary>
public sealed class LoopGuardTests
{
    static readonly SocketName Peer = SocketName.From(IPEndPoint.Parse("198.51.100.1:5000"));

    static bool Allows(LoopGuard guard, string text, long now) =>
        guard.Allows(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(text), Peer, now);

    [Fact]
    public void A_fast_repetition_runs_out_of_tokens()
    {
        var guard = new LoopGuard(200);
        int turns = 0;
        while (Allows(guard, "LOOP", turns / 5) && turns < 100_000)
        {
            turns++;
        }

        Assert.InRange(turns, 200, 250);
    }

    [Fact]
    public void A_line_repeated_two_hundred_times_a_second_is_always_allowed()
    {
        var guard = new LoopGuard(200);
        for (long now = 0; now < 60_000; now += 5)
        {
            Assert.True(Allows(guard, "SAME", now));
        }
    }

    [Fact]
    public void What_the_answer_changes_is_never_limited()
    {
        var guard = new LoopGuard(1);
        for (int i = 0; i < 1_000; i++)
        {
            Assert.True(guard.Allows("same"u8, "SAME"u8, Peer, 0));
        }
    }

    [Fact]
    public void Different_lines_that_stay_the_same_are_not_limited()
    {
        var guard = new LoopGuard(1);
        for (int i = 0; i < 1_000; i++)
        {
            Assert.True(Allows(guard, $"LINE {i}", 0));
        }
    }

    [Theory]
    [InlineData("udp4", 1)]
    [InlineData("udp4", 100)]
    public async Task Two_servers_and_forged_datagrams_are_quiet_within_five_seconds(
        string place, int loops)
    {
        foreach (Engine engine in Venue.Engines)
        {
            using var venue = new Venue(engine.Name, place);
            await using Server one = await venue.ServeAsync();
            await using Server other = await venue.ServeAsync();
            for (int i = 0; i < loops; i++)
            {
                Forge(one.Addresses[0].Port, other.Addresses[0].Port, $"forged {i}");
            }

            await Eventually.HoldsAsync(
                () => other.Counters.DatagramsReceived > 100 * Math.Min(loops, 2),
                () => other.Counters);
            long seen;
            long started = Environment.TickCount64;
            do
            {
                Assert.True(Environment.TickCount64 - started < 5_000, other.Counters.ToString());
                seen = other.Counters.DatagramsReceived;
                await Task.Delay(300);
            }
            while (other.Counters.DatagramsReceived != seen);

            Assert.Equal(loops, one.Counters.DroppedAsLoop + other.Counters.DroppedAsLoop);
            using Postbox client = await venue.PostAsync(one);
            Assert.Equal("STILL HERE", await client.AskAsync("STILL HERE"));
        }
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task A_client_that_repeats_one_upper_case_line_is_always_answered(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        using Postbox client = await venue.PostAsync(server);
        for (int i = 0; i < 450; i++)
        {
            // Nothing is caught up on: after a second without the processor a burst of what was
            // due meanwhile would be more than is allowed.
            Task pace = Task.Delay(6);
            Assert.Equal("SAME", await client.AskAsync("SAME"));
            await pace;
        }

        Assert.Equal(0, server.Counters.DatagramsDropped);
    }

    // One UDP datagram over loopback that says it comes from a port that is somebody else's (RFC
    // 791, 768).
    static void Forge(int from, int to, string text)
    {
        byte[] payload = Encoding.UTF8.GetBytes(text);
        byte[] packet = new byte[28 + payload.Length];
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        packet[8] = 64;
        packet[9] = (byte)ProtocolType.Udp;
        IPAddress.Loopback.GetAddressBytes().CopyTo(packet, 12);
        IPAddress.Loopback.GetAddressBytes().CopyTo(packet, 16);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(20), (ushort)from);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(22), (ushort)to);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(24), (ushort)(8 + payload.Length));
        payload.CopyTo(packet, 28);
        try
        {
            using var raw =
                new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Raw);
            raw.SendTo(packet, new IPEndPoint(IPAddress.Loopback, 0));
        }
        catch (SocketException failure)
        {
            Assert.Skip($"A raw socket can't be had here: {failure.SocketErrorCode}.");
        }
    }
}

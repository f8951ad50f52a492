using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Doorway.Engines.Linux;

namespace Doorway.Tests;

/// <summary>What only the Linux engine's polls promise.</summary>
public sealed class LinuxPortTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void Without_the_newer_calls_it_does_the_same(bool batches, bool precise)
    {
        using var venue = new Venue("linux", "udp4");
        using var gathering = new Gathering(new LinuxEngine(
            new LinuxEngineOptions { Batches = batches, PreciseWait = precise }));
        DatagramPort server = gathering.Bind(venue);
        DatagramPort client = gathering.Open(
            venue, null, new IPEndPoint(IPAddress.Loopback, server.Local.Port));
        for (int i = 0; i < 100; i++)
        {
            client.Send(BitConverter.GetBytes(i));
        }

        gathering.Until(() => gathering.Got.Count == 100);
        Assert.Equal(
            Enumerable.Range(0, 100),
            gathering.Got.Select(one => BitConverter.ToInt32(one.Bytes)));
        long until = Gathering.In(2.5);
        Assert.Equal(0, gathering.Poll.Wait(until));
        Assert.InRange(Stopwatch.GetTimestamp(), until, until + (5 * Stopwatch.Frequency));
    }

    [Fact]
    public void A_datagram_out_and_in_costs_no_allocation()
    {
        using DatagramPoll poll = Engine.Linux!.CreateDatagramPoll();
        var counting = new Counting();
        DatagramPort server = poll.Open(
            Transport.Udp, new IPEndPoint(IPAddress.Loopback, 0), null, counting, null);
        DatagramPort client = poll.Open(
            Transport.Udp, null, new IPEndPoint(IPAddress.Loopback, server.Local.Port), counting,
            null);
        byte[] datagram = new byte[64];
        counting.Answers = server;
        Exchange(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(2_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Exchange(int rounds)
        {
            for (int round = 0; round < rounds; round++)
            {
                int wanted = counting.Count + 8;
                for (int i = 0; i < 4; i++)
                {
                    client.Send(datagram);
                }

                long deadline = Stopwatch.GetTimestamp() + (10 * Stopwatch.Frequency);
                while (counting.Count < wanted && Stopwatch.GetTimestamp() < deadline)
                {
                    poll.Wait(deadline);
                }

                if (counting.Count != wanted)
                {
                    Assert.Fail("they did not come");
                }
            }
        }
    }

    sealed class Counting : IDatagramReceiver
    {
        public int Count { get; private set; }

        public DatagramPort? Answers { get; set; }

        public void Received(DatagramPort port, ReadOnlySpan<byte> datagram, in SocketName from)
        {
            Count++;
            if (port == Answers)
            {
                port.Send(datagram, from);
            }
        }

        public void Failed(DatagramPort port, SocketError error)
        {
        }

        public void NotSent(DatagramPort port, ReadOnlySpan<byte> datagram, SocketError error)
        {
        }
    }
}

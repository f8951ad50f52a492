using System.Buffers.Binary;
using System.Diagnostics;

namespace Doorway.Tests.Link;

/// <summary>
/// One direction of a link in virtual time, without sockets: every datagram carries its number.
/// </summary>
sealed class VirtualLink
{
    readonly DatagramPipeline _pipeline;
    readonly Dictionary<int, Flow> _flows = [];

    public VirtualLink(
        ImpairmentSet set, ulong seed = 7, Direction direction = Direction.ToServer)
    {
        var notes = new LinkNotes(new LinkOptions
        {
            Listen = Address.Parse("udp://127.0.0.1:0"),
            Target = Address.Parse("udp://127.0.0.1:9"),
            Fated = Fates.Add,
        });
        _pipeline = new DatagramPipeline(direction, seed, set, notes);
    }

    /// <summary>What was decided, in the order in which datagrams came in.</summary>
    public List<Fate> Fates { get; } = [];

    /// <summary>What went out, in order.</summary>
    public List<Departure> Out { get; } = [];

    public LinkCounts Counts => _pipeline.Counts;

    /// <summary>The time, from 0.</summary>
    public TimeSpan Now { get; private set; }

    public void Change(ImpairmentSet set) => _pipeline.Change(set);

    /// <summary>Sends datagrams, so far apart, of the clients in turn.</summary>
    public VirtualLink Send(int count, TimeSpan gap, int length = 16, int clients = 1)
    {
        byte[] datagram = new byte[length];
        for (int i = 0; i < count; i++)
        {
            if (length >= sizeof(long))
            {
                BinaryPrimitives.WriteInt64LittleEndian(datagram, Counts.Received + 1);
            }

            Send(datagram, i % clients);
            Pass(gap);
        }

        return this;
    }

    public void Send(ReadOnlySpan<byte> datagram, int client = 0)
    {
        if (!_flows.TryGetValue(client, out Flow? flow))
        {
            _flows.Add(client, flow = new Flow(this, client));
        }

        _pipeline.Arrive(flow, datagram, TicksOf(Now));
    }

    /// <summary>Lets time pass; each datagram goes out exactly at its own.</summary>
    public VirtualLink Pass(TimeSpan time)
    {
        TimeSpan until = Now + time;
        while (_pipeline.Next <= TicksOf(until))
        {
            long due = _pipeline.Next;
            Now = TimeOf(due);
            _pipeline.Release(due);
        }

        Now = until;
        return this;
    }

    /// <summary>Until nothing waits any more.</summary>
    public VirtualLink Finish()
    {
        while (_pipeline.Next < long.MaxValue)
        {
            Pass(TimeSpan.FromHours(1));
        }

        return this;
    }

    static long TicksOf(TimeSpan time) =>
        time.Ticks * (Stopwatch.Frequency / TimeSpan.TicksPerSecond);

    static TimeSpan TimeOf(long ticks) =>
        new(ticks / (Stopwatch.Frequency / TimeSpan.TicksPerSecond));

    sealed class Flow(VirtualLink link, int client) : DatagramFlow
    {
        public override SocketName Client { get; } =
            SocketName.From(System.Net.IPAddress.Loopback, 1_000 + client);

        public override void Send(ReadOnlySpan<byte> datagram)
        {
            long number = datagram.Length >= sizeof(long)
                ? BinaryPrimitives.ReadInt64LittleEndian(datagram) : 0;
            link.Out.Add(new Departure(client, number, link.Now, datagram.ToArray()));
        }
    }
}

/// <summary>One datagram that went out of a link.</summary>
readonly record struct Departure(int Client, long Number, TimeSpan Time, byte[] Bytes);

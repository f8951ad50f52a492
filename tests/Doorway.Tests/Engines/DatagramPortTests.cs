using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests;

/// <summary>The contract of a poll's datagram sockets.</summary>
public sealed class DatagramPortTests
{
    static EndPoint EndPointOf(DatagramPort port) => port.Local.Family == AddressFamily.Unix
        ? new UnixDomainSocketEndPoint(
            port.Local.Path[0] == '@' ? "\0" + port.Local.Path[1..] : port.Local.Path)
        : new IPEndPoint(port.Local.IPAddress!, port.Local.Port);

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public void Many_datagrams_go_out_and_come_in_whole_and_in_order(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        using var gathering = new Gathering(venue.Engine);
        DatagramPort server = gathering.Bind(venue);
        DatagramPort client = gathering.Open(venue, null, EndPointOf(server));
        int largest = venue.Transport.IsUnix ? 40_000 : 65_507;
        var random = new Random(5);
        int[] sizes = [0, 1, largest, 0, .. Enumerable.Range(0, 3_000).Select(
            i => random.Next(i % 100 == 0 ? largest : 600))];
        byte[][] sent = [.. sizes.Select((size, i) => Samples.Mixed(i, size))];
        for (int at = 0; at < sent.Length; at += 8)
        {
            int end = Math.Min(at + 8, sent.Length);
            foreach (byte[] datagram in sent[at..end])
            {
                client.Send(datagram);
            }

            gathering.Until(() => gathering.Got.Count >= end);
        }

        Assert.Empty(gathering.Unsent);
        Assert.Empty(gathering.Failures);
        Assert.All(gathering.Got, one => Assert.Same(server, one.Port));
        Assert.All(gathering.Got, one => Assert.Equal(client.Local, one.From));
        Assert.Equal(sent, gathering.Got.Select(one => one.Bytes));
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public void A_burst_larger_than_a_queue_is_sent_in_order(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        if (venue.Transport.IsUnix)
        {
            // Ten wait there at most, see the full receiver.
            return;
        }

        using var gathering = new Gathering(venue.Engine);
        DatagramPort server = gathering.Bind(venue);
        DatagramPort client = gathering.Open(venue, null, EndPointOf(server));
        for (int i = 0; i < 500; i++)
        {
            client.Send(BitConverter.GetBytes(i));
        }

        gathering.Until(() => gathering.Got.Count >= 500);
        Assert.Equal(
            Enumerable.Range(0, 500),
            gathering.Got.Select(one => BitConverter.ToInt32(one.Bytes)));
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public void A_socket_without_a_peer_answers_each_of_many(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        using var gathering = new Gathering(venue.Engine) { Echoes = true };
        DatagramPort server = gathering.Bind(venue);
        using var others = new Gathering(venue.Engine);
        DatagramPort[] clients =
            [.. Enumerable.Range(0, 20).Select(_ => others.Open(venue, null, EndPointOf(server)))];
        for (int round = 0; round < 20; round++)
        {
            for (int i = 0; i < clients.Length; i++)
            {
                clients[i].Send([(byte)i, (byte)round]);
                clients[i].Flush();
                if (i % 5 == 4)
                {
                    gathering.Until(() => gathering.Got.Count == (round * 20) + i + 1);
                    gathering.Poll.Wait(0);
                }
            }

            others.Until(() => others.Got.Count == (round + 1) * 20);
        }

        Assert.Empty(gathering.Unsent);
        Assert.All(others.Got, one => Assert.Same(clients[one.Bytes[0]], one.Port));
        Assert.All(others.Got, one => Assert.Equal(server.Local, one.From));
        for (int i = 0; i < clients.Length; i++)
        {
            Assert.Equal(
                Enumerable.Range(0, 20),
                others.Got.Where(one => one.Bytes[0] == i).Select(one => (int)one.Bytes[1]));
        }
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public void A_connected_socket_hears_its_peer_alone(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        using var gathering = new Gathering(venue.Engine);
        DatagramPort server = gathering.Bind(venue);
        DatagramPort stranger = gathering.Bind(venue);
        DatagramPort client = gathering.Open(venue, null, EndPointOf(server));
        stranger.Send("stranger"u8, client.Local);
        server.Send("server"u8, client.Local);
        gathering.Until(() => gathering.Got.Count == 1);
        gathering.Poll.Wait(Gathering.In(20));
        Assert.Equal("server"u8.ToArray(), Assert.Single(gathering.Got).Bytes);
    }

    [Theory, MemberData(nameof(Venue.Udp), MemberType = typeof(Venue))]
    public async Task A_refusal_is_told_and_every_datagram_is_sent(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        using var gathering = new Gathering(venue.Engine);
        DatagramPort gone = gathering.Bind(venue);
        EndPoint there = EndPointOf(gone);
        gone.Dispose();
        DatagramPort client = gathering.Open(venue, null, there);
        for (int i = 0; i < 10; i++)
        {
            client.Send("anybody?"u8);
        }

        gathering.Until(() => gathering.Failures.Count > 0);
        gathering.Poll.Wait(Gathering.In(20));
        Assert.All(
            gathering.Failures, error => Assert.Equal(SocketError.ConnectionRefused, error));
        Assert.Empty(gathering.Unsent);

        using var back = new Postbox(there, EndPointOf(client));
        client.Send("you are back"u8);
        gathering.Poll.Wait(0);
        Assert.Equal("you are back"u8.ToArray(), await back.ReceiveAsync());
    }

    [Theory, MemberData(nameof(Venue.UnixFiles), MemberType = typeof(Venue))]
    public void What_a_full_receiver_has_no_room_for_is_told_soon(string engine, string place)
    {
        if (place == "unix")
        {
            return;
        }

        using var venue = new Venue(engine, place);
        using var gathering = new Gathering(venue.Engine);
        DatagramPort server = gathering.Bind(venue);
        DatagramPort client = gathering.Open(venue, null, EndPointOf(server));
        for (int i = 0; i < 60; i++)
        {
            client.Send([(byte)i]);
        }

        client.Flush();
        int unsent = gathering.Unsent.Count;
        Assert.InRange(unsent, 1, 59);
        gathering.Until(() => gathering.Got.Count == 60 - unsent);
        Assert.All(
            gathering.Unsent, one => Assert.Equal(SocketError.WouldBlock, one.Error));
        Assert.Equal(
            Enumerable.Range(0, 60),
            gathering.Got.Select(one => (int)one.Bytes[0])
                .Concat(gathering.Unsent.Select(one => (int)one.Bytes[0])).Order());
    }

    [Theory, MemberData(nameof(Venue.Udp), MemberType = typeof(Venue))]
    public void One_that_is_too_large_is_not_sent_and_the_next_is(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        using var gathering = new Gathering(venue.Engine);
        DatagramPort server = gathering.Bind(venue);
        DatagramPort client = gathering.Open(venue, null, EndPointOf(server));
        client.Send("first"u8);
        client.Send(new byte[66_000]);
        client.Send("last"u8);
        gathering.Until(() => gathering.Got.Count == 2);
        (byte[] bytes, SocketError error) = Assert.Single(gathering.Unsent);
        Assert.Equal(66_000, bytes.Length);
        Assert.Equal(SocketError.MessageSize, error);
        Assert.Equal("last"u8.ToArray(), gathering.Got[1].Bytes);
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public void A_wait_ends_at_its_deadline_and_not_before(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        using var gathering = new Gathering(venue.Engine);
        gathering.Bind(venue);
        foreach (double milliseconds in (double[])[0.2, 3.5, 0, -5, 40])
        {
            long started = Stopwatch.GetTimestamp();
            long until = Gathering.In(milliseconds);
            Assert.Equal(0, gathering.Poll.Wait(until));
            long ended = Stopwatch.GetTimestamp();
            Assert.True(ended >= until, $"it ended early, of {milliseconds} ms");
            Assert.InRange(Stopwatch.GetElapsedTime(started, ended).TotalSeconds, 0, 5);
        }
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task A_wait_is_ended_from_another_thread(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        using var gathering = new Gathering(venue.Engine);
        gathering.Bind(venue);
        for (int i = 0; i < 3; i++)
        {
            long started = Stopwatch.GetTimestamp();
            Task<int> waiting = Task.Run(() => gathering.Poll.Wait(Gathering.In(60_000)));
            await Task.Delay(i * 10);
            gathering.Poll.Wake();
            Assert.Equal(0, await waiting.InTime());
            Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 30);
        }
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public void Nothing_is_left_of_a_poll_that_was_disposed(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        var gathering = new Gathering(venue.Engine);
        DatagramPort server = gathering.Bind(venue);
        EndPoint there = EndPointOf(server);
        DatagramPort client = gathering.Open(venue, null, there);
        client.Send("hello"u8);
        gathering.Until(() => gathering.Got.Count == 1);
        client.Send("never sent"u8);
        gathering.Dispose();
        gathering.Dispose();
        gathering.Poll.Wake();
        Assert.Throws<ObjectDisposedException>(() => client.Send("x"u8));
        Assert.Throws<ObjectDisposedException>(() => gathering.Bind(venue));

        // The name is free again: nobody is bound there, and no file is.
        if (venue.Transport.IsUnix && server.Local.Path[0] != '@')
        {
            Assert.False(File.Exists(server.Local.Path));
        }

        using var next = new Gathering(venue.Engine);
        Assert.Equal(server.Local, next.Open(venue, there, null).Local);
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public void A_socket_may_be_closed_by_who_is_told_of_its_datagram(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        using var gathering = new Gathering(venue.Engine);
        var closing = new Closing();
        DatagramPort server = gathering.Poll.Open(
            venue.Transport, venue.NewLocal(), null, closing, null);
        DatagramPort client = gathering.Open(venue, null, EndPointOf(server));
        client.Send("one"u8);
        client.Send("two"u8);
        gathering.Until(() => closing.Count > 0);
        gathering.Poll.Wait(Gathering.In(5));
        Assert.Equal(1, closing.Count);
    }

    sealed class Closing : IDatagramReceiver
    {
        public int Count { get; private set; }

        public void Received(DatagramPort port, ReadOnlySpan<byte> datagram, in SocketName from)
        {
            Count++;
            port.Dispose();
        }

        public void Failed(DatagramPort port, SocketError error)
        {
        }

        public void NotSent(DatagramPort port, ReadOnlySpan<byte> datagram, SocketError error)
        {
        }
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public void Every_call_is_in_the_journal(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        var journal = new Journal();
        SocketName serverName;
        SocketName clientName;
        using (var gathering = new Gathering(venue.Engine) { Echoes = true })
        {
            DatagramPort server = gathering.Bind(venue, journal);
            serverName = server.Local;
            DatagramPort client = gathering.Open(venue, null, EndPointOf(server), journal);
            clientName = client.Local;
            client.Send("one"u8);
            client.Send("two"u8);
            gathering.Until(() => gathering.Got.Count(one => one.Port == server) == 2);
            gathering.Echoes = false;
            gathering.Until(() => gathering.Got.Count == 4);
        }

        IReadOnlyList<Entry> entries = journal.Snapshot();
        int ofServer = entries[0].Socket;
        Entry[] server2 = [.. entries.Where(one => one.Socket == ofServer && IsShown(one))];
        Entry[] client2 = [.. entries.Where(one => one.Socket != ofServer && IsShown(one))];
        Assert.All(server2, one => Assert.Equal(Side.Server, one.Side));
        Assert.All(client2, one => Assert.Equal(Side.Client, one.Side));
        Assert.Equal(
            [SocketCall.Bind, SocketCall.RecvFrom, SocketCall.RecvFrom, SocketCall.SendTo,
                SocketCall.SendTo, SocketCall.Close],
            server2.Select(one => one.Call).OrderBy(Stage));
        Assert.Equal(
            [SocketCall.Connect, SocketCall.SendTo, SocketCall.SendTo, SocketCall.RecvFrom,
                SocketCall.RecvFrom, SocketCall.Close],
            client2.Where(one => one.Call != SocketCall.Bind).Select(one => one.Call));
        foreach (Entry entry in entries.Where(one => one.Call is SocketCall.SendTo
            or SocketCall.RecvFrom))
        {
            Assert.Equal(entry.Socket == ofServer ? clientName : serverName, entry.Peer);
            Assert.Equal(3, entry.Result);
            Assert.Equal(SocketError.Success, entry.Error);
        }

        Assert.Equal(
            ["one", "two"],
            server2.Where(one => one.Call == SocketCall.SendTo)
                .Select(one => System.Text.Encoding.UTF8.GetString(one.Bytes.Span)));

        static bool IsShown(Entry entry) =>
            entry.Call is not (SocketCall.Socket or SocketCall.SetSockOpt);

        // The portable engine answers each before it receives the next.
        static int Stage(SocketCall call) => call switch
        {
            SocketCall.Bind => 0,
            SocketCall.RecvFrom => 1,
            SocketCall.SendTo => 2,
            _ => 3,
        };
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public void A_socket_needs_an_end_that_is_known(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        using var gathering = new Gathering(venue.Engine);
        Assert.Throws<ArgumentException>(() => gathering.Open(venue, null, null));
    }
}

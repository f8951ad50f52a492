using System.Text;

namespace Doorway.Tests;

/// <summary>The contract of a server of datagrams.</summary>
public sealed class DatagramTests
{
    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task A_datagram_comes_back_in_upper_case(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        using Postbox client = await venue.PostAsync(server);
        Assert.Equal("HELLO", await client.AskAsync("hello"));
        Assert.Equal("STRASSE", await client.AskAsync("stra\u00DFe"));
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task An_empty_datagram_gets_an_empty_answer(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        using Postbox client = await venue.PostAsync(server);
        Assert.Equal("", await client.AskAsync(""));
        Assert.Equal("", await client.AskAsync(""));
        Assert.Equal("X", await client.AskAsync("x"));
        await Eventually.HoldsAsync(
            () => server.Counters.DatagramsAnswered == 3, () => server.Counters);
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task NULs_and_bytes_that_are_not_UTF8_pass_through(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        using Postbox client = await venue.PostAsync(server);
        byte[] bytes = [0, (byte)'a', 0xFF, 0xC0, 0x80, 0, 0xE4, 0xB8];
        byte[] expected = [0, (byte)'A', 0xFF, 0xC0, 0x80, 0, 0xE4, 0xB8];
        Assert.Equal(expected, await client.AskAsync(bytes));
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task The_largest_datagram_is_answered(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        using Postbox client = await venue.PostAsync(server);

        // RFC 768: 65,535 bytes with the header of 8; IPv4's header of 20 counts too, IPv6's does
        // not.
        int size = place == "udp6" ? 65_527 : 65_507;
        string answer = await client.AskAsync(new string('a', size));
        Assert.Equal(size, answer.Length);
        Assert.Equal(-1, answer.AsSpan().IndexOfAnyExcept('A'));
    }

    [Theory, MemberData(nameof(Venue.Udp), MemberType = typeof(Venue))]
    public async Task An_answer_that_does_not_fit_is_dropped_counted_and_named(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        var told = new System.Collections.Concurrent.ConcurrentQueue<ServerEvent>();
        await using Server server = await venue.ServeAsync(
            options => options with { Log = told.Enqueue });
        using Postbox client = await venue.PostAsync(server);

        // U+0390 has two bytes, and six in upper case: one answer is too large for the reply's
        // room, the
        // other for the kernel.
        await client.SendAsync(Encoding.UTF8.GetBytes(new string('\u0390', 20_000)));
        await client.SendAsync(Encoding.UTF8.GetBytes(new string('\u0390', 10_922)));
        Assert.Equal("STILL HERE", await client.AskAsync("still here"));
        Assert.Equal(2, server.Counters.DroppedAnswerTooLarge);
        Assert.Equal(3, server.Counters.DatagramsReceived);
        await Eventually.HoldsAsync(
            () => server.Counters.DatagramsAnswered == 1, () => server.Counters);
        Assert.Equal(2, told.Count(one => one.Text.Contains("does not fit into a datagram")));
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task Ten_thousand_random_datagrams_are_answered(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        using Postbox client = await venue.PostAsync(server);
        var random = new Random(3);
        const int Window = 8;
        for (int round = 0; round < 10_000 / Window; round++)
        {
            var expected = new byte[Window][];
            for (int i = 0; i < Window; i++)
            {
                byte[] datagram = Samples.Mixed(random.Next(), random.Next(0, 600));
                expected[i] = Samples.Upper(datagram);
                await client.SendAsync(datagram);
            }

            for (int i = 0; i < Window; i++)
            {
                Assert.Equal(expected[i], await client.ReceiveAsync());
            }
        }

        await Eventually.HoldsAsync(() => server.Counters.DatagramsAnswered == 10_000);
        Counters counters = server.Counters;
        Assert.Equal(10_000, counters.DatagramsReceived);
        Assert.Equal(0, counters.DatagramsDropped);
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task Every_client_gets_its_own_answers(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        var clients = new List<Postbox>();
        try
        {
            for (int i = 0; i < 50; i++)
            {
                clients.Add(await venue.PostAsync(server));
            }

            for (int round = 0; round < 3; round++)
            {
                foreach ((int i, Postbox client) in clients.Index())
                {
                    await client.SendAsync(Encoding.UTF8.GetBytes($"client {i} round {round}"));
                    if (venue.Transport == Transport.UnixDatagram)
                    {
                        // Its queue holds ten datagrams (net.unix.max_dgram_qlen).
                        await Eventually.HoldsAsync(
                            () => server.Counters.DatagramsReceived == (round * 50) + i + 1);
                    }
                }

                foreach ((int i, Postbox client) in clients.Index())
                {
                    byte[] answer = await client.ReceiveAsync();
                    Assert.Equal($"CLIENT {i} ROUND {round}", Encoding.UTF8.GetString(answer));
                }
            }
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task A_client_that_has_gone_leaves_the_server_well(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        for (int i = 0; i < 20; i++)
        {
            using Postbox gone = await venue.PostAsync(server);
            await gone.SendAsync("nobody waits for this"u8.ToArray());
        }

        using Postbox client = await venue.PostAsync(server);
        Assert.Equal("STILL HERE", await client.AskAsync("still here"));
        await Eventually.HoldsAsync(
            () => server.Counters.DatagramsReceived == 21
                && server.Counters.DatagramsAnswered + server.Counters.DroppedNotSent == 21,
            () => server.Counters);
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task A_service_that_gives_no_answer_costs_its_datagram_alone(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync(
            options => options with { Service = new FakeService { ThrowsOn = 'x', EndsOn = 'y' } });
        using Postbox client = await venue.PostAsync(server);
        await client.SendAsync("x"u8.ToArray());
        await client.SendAsync("y"u8.ToArray());
        Assert.Equal("A", await client.AskAsync("a"));
        await Eventually.HoldsAsync(
            () => server.Counters.DatagramsAnswered == 1, () => server.Counters);
        Assert.Equal(3, server.Counters.DatagramsReceived);
        Assert.Equal(2, server.Counters.DroppedNoAnswer);
        Assert.Equal(2, server.Counters.DatagramsDropped);
    }

    [Theory]
    [InlineData("unixgram")]
    [InlineData("unixgram-abstract")]
    public async Task A_Unix_sender_without_a_name_is_dropped_and_counted(string place)
    {
        foreach (Engine engine in Venue.Engines)
        {
            using var venue = new Venue(engine.Name, place);
            await using Server server = await venue.ServeAsync();
            using Postbox client = await venue.PostAsync(server);
            using var nameless = new Postbox(null, await Venue.EndPointOf(server.Addresses[0]));
            await nameless.SendAsync("first"u8.ToArray());
            Assert.Equal("HELLO", await client.AskAsync("hello"));

            // Also straight after one that has a name: its address must not be taken for this
            // one's.
            await nameless.SendAsync("second"u8.ToArray());
            Assert.Equal("AGAIN", await client.AskAsync("again"));
            Assert.Equal(2, server.Counters.DroppedNoAddress);
            Assert.Equal(4, server.Counters.DatagramsReceived);
        }
    }
}

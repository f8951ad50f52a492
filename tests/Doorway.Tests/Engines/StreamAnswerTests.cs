using System.Text;

namespace Doorway.Tests;

/// <summary>The contract of a stream: what is answered.</summary>
public sealed class StreamAnswerTests
{
    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Bytes_come_back_in_upper_case(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        using Wire client = await Venue.DialAsync(server);
        Assert.Equal("HELLO", await client.AskAsync("hello"));
        Assert.Equal("AND AGAIN", await client.AskAsync("and again"));
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_character_may_be_split_at_every_position(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        using Wire client = await Venue.DialAsync(server);
        foreach (Rune character in Samples.Characters.EnumerateRunes())
        {
            byte[] bytes = Encoding.UTF8.GetBytes(character.ToString());
            byte[] upper = Samples.Upper(bytes);
            for (int split = 1; split < bytes.Length; split++)
            {
                // The answer to x shows that the server has received the first part by itself.
                byte[] first = [(byte)'x', .. bytes[..split]];
                await client.SendAsync(first);
                Assert.Equal("X"u8.ToArray(), await client.ReceiveAsync(1));
                await client.SendAsync(bytes.AsMemory(split));
                Assert.Equal(upper, await client.ReceiveAsync(upper.Length));
            }
        }
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Any_split_gives_the_same_answer(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        for (int seed = 0; seed < 20; seed++)
        {
            byte[] bytes = Samples.Mixed(seed, 5_000);
            var random = new Random(seed);
            using Wire client = await Venue.DialAsync(server);
            Task<byte[]> answer = client.ReadToEndAsync();
            for (int at = 0; at < bytes.Length;)
            {
                int count = Math.Min(bytes.Length - at, random.Next(1, seed < 10 ? 40 : 2_000));
                await client.SendAsync(bytes.AsMemory(at, count));
                at += count;
            }

            client.FinishSending();
            Assert.Equal(Samples.Upper(bytes), await answer);
        }
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Half_close_gets_the_full_answer_and_then_the_end(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        var random = new Random(7);
        long sent = 0;
        long received = 0;
        for (int round = 0; round < 25; round++)
        {
            byte[] bytes = Samples.Mixed(round, random.Next(round < 5 ? 3 : 1 << 20));
            using Wire client = await Venue.DialAsync(server);
            Task<byte[]> answer = client.ReadToEndAsync();
            await client.SendAsync(bytes);
            client.FinishSending();
            byte[] upper = Samples.Upper(bytes);
            byte[] got = await answer;
            Assert.True(upper.AsSpan().SequenceEqual(got), $"round {round}: {bytes.Length} bytes");
            sent += bytes.Length;
            received += upper.Length;
        }

        await Eventually.HoldsAsync(() => server.Counters.Open == 0, () => server.Counters);
        Assert.Equal(sent, server.Counters.BytesReceived);
        Assert.Equal(received, server.Counters.BytesSent);
        Assert.Equal(25, server.Counters.Accepted);
        Assert.Equal(0, server.Counters.Failed);
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task NULs_and_bytes_that_are_not_UTF8_pass_through(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        using Wire client = await Venue.DialAsync(server);
        byte[] bytes =
        [
            0, (byte)'a', 0xFF, 0xC0, 0x80, (byte)'b', 0xED, 0xA0, 0x80, 0, 0xF5,
            (byte)'c', 0xE4, 0xB8,
        ];
        await client.SendAsync(bytes);
        client.FinishSending();
        byte[] expected = [.. bytes];
        expected[1] = (byte)'A';
        expected[5] = (byte)'B';
        expected[11] = (byte)'C';
        Assert.Equal(expected, await client.ReadToEndAsync());
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Saying_nothing_and_finishing_gets_the_end(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        using Wire client = await Venue.DialAsync(server);
        client.FinishSending();
        Assert.Empty(await client.ReadToEndAsync());
        await Eventually.HoldsAsync(() => server.Counters.Open == 0, () => server.Counters);
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Two_hundred_clients_talk_at_once(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        var clients = new List<Wire>();
        try
        {
            for (int i = 0; i < 200; i++)
            {
                clients.Add(await Venue.DialAsync(server));
            }

            for (int round = 0; round < 3; round++)
            {
                foreach ((int i, Wire client) in clients.Index())
                {
                    await client.SendAsync($"client {i:000} round {round}");
                }

                foreach ((int i, Wire client) in clients.Index().Reverse())
                {
                    string expected = $"CLIENT {i:000} ROUND {round}";
                    Assert.Equal(expected, await client.ReceiveTextAsync(expected.Length));
                }
            }

            Assert.Equal(200, server.Counters.Open);
            Assert.Equal(200, server.Counters.Accepted);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }
}

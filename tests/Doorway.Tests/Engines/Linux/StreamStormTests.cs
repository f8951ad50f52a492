using System.Net;
using System.Net.Sockets;
using Doorway.Engines.Linux;

namespace Doorway.Tests;

/// <summary>
/// Many clients over four loops, each with a whim: it sends in random pieces, reads late, ends its
/// half, resets, or goes without a word. Every answer is checked, and nothing stays open.
/// </summary>
public sealed class StreamStormTests
{
    const int Clients = 32;
    const int Longest = 300_000;
    static readonly LinuxEngine Four = new(new LinuxEngineOptions { Loops = 4 });

    [Theory, InlineData("tcp4"), InlineData("unix")]
    public Task Every_answer_is_right_and_nothing_stays_open(string place) =>
        StormAsync(place, TimeSpan.FromSeconds(2));

    [Theory, InlineData("tcp4"), InlineData("unix")]
    [Trait("Category", "Soak")]
    public Task So_it_is_for_a_minute(string place) =>
        StormAsync(place, TimeSpan.FromMinutes(1));

    [Theory, InlineData("tcp4"), InlineData("unix")]
    public async Task A_stop_in_the_middle_of_it_ends_in_time(string place)
    {
        using var venue = new Venue(Engine.Linux!.Name, place);
        for (int round = 0; round < 5; round++)
        {
            Server server = await ServeAsync(venue);
            EndPoint to = await Venue.EndPointOf(server.Addresses[0]);
            using var over = new CancellationTokenSource();
            Task[] clients = Start(to, mayFail: true, over.Token);
            await Eventually.HoldsAsync(() => server.Counters.Accepted > 50 * (round + 1));
            await server.StopAsync(TimeSpan.FromMilliseconds(100 * round)).InTime(20);
            await over.CancelAsync();
            await Task.WhenAll(clients).InTime(30);
            Assert.Equal(0, server.Counters.Open);
            await Eventually.HoldsAsync(() => Four.Connections.Sum() == 0);
        }
    }

    static Task<Server> ServeAsync(Venue venue) => venue.ServeAsync(
        options => options with { Engine = Four, Limits = new Limits { Unsent = 16 * 1024 } });

    static async Task StormAsync(string place, TimeSpan time)
    {
        using var venue = new Venue(Engine.Linux!.Name, place);
        await using Server server = await ServeAsync(venue);
        EndPoint to = await Venue.EndPointOf(server.Addresses[0]);
        using var over = new CancellationTokenSource(time);
        await Task.WhenAll(Start(to, mayFail: false, over.Token))
            .InTime(time.TotalSeconds + 40);
        await Eventually.HoldsAsync(() => server.Counters.Open == 0, () => server.Counters);
        await Eventually.HoldsAsync(() => Four.Connections.Sum() == 0);
        Assert.InRange(server.Counters.Accepted, Clients, int.MaxValue);
    }

    static Task[] Start(EndPoint to, bool mayFail, CancellationToken over) =>
    [
        .. Enumerable.Range(0, Clients).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            while (!over.IsCancellationRequested)
            {
                try
                {
                    using Wire wire = await Wire.DialAsync(
                        to, random.Next(4) == 0 ? 4_096 : 0);
                    await VisitAsync(wire, random);
                }
                catch (SocketException) when (mayFail)
                {
                    await Task.Delay(1, CancellationToken.None);
                }
                catch (UnequalException) when (mayFail)
                {
                }
            }
        })),
    ];

    static async Task VisitAsync(Wire wire, Random random)
    {
        byte[] text = new byte[random.Next(1, random.Next(1, Longest))];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = (byte)('a' + (i % 23));
        }

        int whim = random.Next(8);
        int sent = whim < 5 ? text.Length : random.Next(text.Length);
        Task sending = SendAsync(wire, text.AsMemory(0, sent), new Random(random.Next()));
        if (whim >= 5)
        {
            // Gone while answers are under way: a reset, a close with answers unread.
            await Task.WhenAny(sending, Task.Delay(random.Next(5)));
            if (whim == 5)
            {
                wire.Reset();
            }

            wire.Dispose();
            await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(20)));
            _ = sending.Exception;
            return;
        }

        await Task.Delay(random.Next(4) == 0 ? random.Next(20) : 0);
        Task<byte[]> reading = whim < 3 ? ReadToEndAsync(wire, random) : wire.ReceiveAsync(sent);
        await sending;
        if (whim < 3)
        {
            wire.FinishSending();
        }

        byte[] answer = await reading;
        UnequalException.ThrowUnless(answer, text);
    }

    static async Task SendAsync(Wire wire, ReadOnlyMemory<byte> text, Random random)
    {
        while (!text.IsEmpty)
        {
            int count = random.Next(1, Math.Min(text.Length, random.Next(2, 80_000)) + 1);
            await wire.SendAsync(text[..count]);
            text = text[count..];
            await (random.Next(20) == 0 ? Task.Delay(1) : Task.CompletedTask);
        }
    }

    static async Task<byte[]> ReadToEndAsync(Wire wire, Random random)
    {
        var all = new MemoryStream();
        for (byte[] got = [0]; got.Length > 0;)
        {
            got = await wire.ReceiveAsync(random.Next(1, 60_000));
            all.Write(got);
            await (random.Next(10) == 0 ? Task.Delay(1) : Task.CompletedTask);
        }

        return all.ToArray();
    }

    sealed class UnequalException(string message) : Exception(message)
    {
        public static void ThrowUnless(byte[] answer, byte[] text)
        {
            bool isEqual = answer.Length == text.Length;
            for (int i = 0; isEqual && i < text.Length; i++)
            {
                isEqual = answer[i] == text[i] - 32;
            }

            if (!isEqual)
            {
                throw new UnequalException($"{answer.Length} bytes for {text.Length}");
            }
        }
    }
}

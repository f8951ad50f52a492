using System.Net;
using Doorway.Services;

namespace Doorway.Tests;

/// <summary>Listeners and connections that are paused, resumed, fed and stopped in the same
/// moment.</summary>
public sealed class ListenerRaceTests
{
    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_listener_that_is_resumed_as_it_stops_stops(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        using var table = new ConnectionTable(
            new Limits(), 100, () => new ServiceSession(ToUpper.Instance), turns: null, log: null);
        for (int round = 0; round < 300; round++)
        {
            // A new name each time: a process that another test is just starting holds a copy of the
            // last listener between fork(2) and execve(2), and with it the name.
            StreamListener listener = venue.Engine.Listen(
                venue.Transport, venue.NewLocal(), new ListenOptions(), table);
            int ready = 0;
            void Together()
            {
                Interlocked.Increment(ref ready);
                SpinWait.SpinUntil(() => Volatile.Read(ref ready) == 2, 1_000);
            }

            Task toggling = Task.Run(() =>
            {
                listener.Paused = true;
                Together();
                for (int i = 0; i < 20; i++)
                {
                    listener.Paused = false;
                    listener.Paused = true;
                }

                listener.Paused = false;
            });
            await Task.Run(async () =>
            {
                Together();
                await listener.DrainAsync();
            }).InTime();
            await toggling.InTime();
            await listener.DisposeAsync().AsTask().InTime();
        }
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public Task No_wake_up_is_lost_between_pausing_and_reading(string engine, string place) =>
        PumpAsync(engine, place, megabytes: 16);

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    [Trait("Category", "Soak")]
    public Task No_wake_up_is_lost_in_a_gigabyte(string engine, string place) =>
        PumpAsync(engine, place, megabytes: 1_024);

    // Both conversations fill their pipes and drain them again all the time; a lost wake-up is a
    // hang.
    static async Task PumpAsync(string engine, string place, int megabytes)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync(options => options with
        {
            Service = null,
            Conversation = async (connection, cancellation) =>
            {
                byte[] buffer = new byte[70_000];
                while (await connection.ReceiveAsync(buffer, cancellation) is { IsEnd: false } got)
                {
                    await connection.SendAsync(buffer.AsMemory(0, got.Count), cancellation);
                }
            },
        });
        EndPoint to = await Venue.EndPointOf(server.Addresses[0]);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            Connection connection = (await venue.Engine.ConnectAsync(
                venue.Transport, to, new DialOptions(), CancellationToken.None)).Connection!;
            long total = (long)megabytes << 18;
            Task sending = Task.Run(async () =>
            {
                byte[] block = new byte[30_000];
                for (long sent = 0; sent < total; sent += block.Length)
                {
                    await connection.SendAsync(block);
                }

                connection.FinishSending();
            });
            byte[] buffer = new byte[50_000];
            using var deadline =
                new CancellationTokenSource(TimeSpan.FromSeconds(10 + (megabytes / 10)));
            long received = 0;
            while (await connection.ReceiveAsync(buffer, deadline.Token) is { IsEnd: false } got)
            {
                received += got.Count;
            }

            await sending;
            Assert.InRange(received, total, total + 30_000);
            await connection.DisposeAsync();
        }));
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Ends_from_both_sides_at_once_close_at_once(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync(options => options with
        {
            Service = null,
            Conversation = async (connection, cancellation) =>
                await connection.ReceiveAsync(new byte[1], cancellation),
        });
        EndPoint to = await Venue.EndPointOf(server.Addresses[0]);
        long slowest = 0;
        for (int round = 0; round < 1_000; round++)
        {
            Connection connection = (await venue.Engine.ConnectAsync(
                venue.Transport, to, new DialOptions(), CancellationToken.None)).Connection!;
            await connection.SendAsync("x"u8.ToArray());
            long started = Environment.TickCount64;
            await connection.DisposeAsync();
            slowest = Math.Max(slowest, Environment.TickCount64 - started);
        }

        Assert.True(slowest < 3_000, $"The slowest of them took {slowest} ms.");
        await Eventually.HoldsAsync(
            () => server.Counters.Open == 0, () => server.Counters, seconds: 2);
    }
}

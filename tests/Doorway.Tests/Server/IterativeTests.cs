using System.Collections.Concurrent;
using Doorway.Services;

namespace Doorway.Tests;

/// <summary>Iterative mode: one at a time, the others wait, and the wait is told.</summary>
public sealed class IterativeTests
{
    static ServerOptions Iterative(ServerOptions options) =>
        options with { Mode = ServerMode.Iterative };

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task The_second_client_is_answered_once_the_first_leaves(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync(Iterative);
        using Wire first = await Venue.DialAsync(server);
        Assert.Equal("FIRST", await first.AskAsync("first"));
        using Wire second = await Venue.DialAsync(server);
        await second.SendAsync("second");
        Task<string> answer = second.ReceiveTextAsync(6);
        await Task.Delay(300);
        Assert.False(answer.IsCompleted);
        Assert.Equal("MORE", await first.AskAsync("more"));
        first.Dispose();
        Assert.Equal("SECOND", await answer);
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Everybody_is_served_in_the_end_one_at_a_time(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        int served = 0;
        int most = 0;
        await using Server server = await venue.ServeAsync(options => options with
        {
            Mode = ServerMode.Iterative,
            Service = null,
            Conversation = async (connection, cancellation) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref served));
                await Task.Delay(1, cancellation);
                await connection.SendAsync("you"u8.ToArray(), cancellation);
                Interlocked.Decrement(ref served);
            },
        });
        await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ =>
        {
            using Wire client = await Venue.DialAsync(server);
            Assert.Equal("you", await client.ReadTextToEndAsync());
        }));
        Assert.Equal(1, most);
        Assert.Equal(60, server.Counters.Accepted);
    }

    [Fact]
    public async Task With_several_listeners_one_client_in_all_is_served()
    {
        foreach (Engine engine in Venue.Engines)
        {
            using var tcp = new Venue(engine.Name, "tcp4");
            using var unix = new Venue(engine.Name, "unix");
            await using Server server = await tcp.ServeAsync(
                options => Iterative(options) with { Addresses = [tcp.Address, unix.Address] });
            foreach (int round in Enumerable.Range(0, 10))
            {
                Wire[] clients = await Task.WhenAll(server.Addresses.Select(
                    async address => await Wire.DialAsync(await Venue.EndPointOf(address))));
                Task<string>[] answers = [.. clients.Select(client => client.AskAsync("x"))];
                Task<string> first = await Task.WhenAny(answers);
                Assert.Equal("X", await first);
                await Task.Delay(20);
                Assert.Equal(1, answers.Count(answer => answer.IsCompleted));
                clients[Array.IndexOf(answers, first)].Dispose();
                Assert.Equal(["X", "X"], await Task.WhenAll(answers));
                clients[0].Dispose();
                clients[1].Dispose();
            }
        }
    }

    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task How_many_wait_and_how_long_is_told(string engine, string place)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the length of the backlog.");
        using var venue = new Venue(engine, place);
        var told = new ConcurrentQueue<ServerEvent>();
        string[] Of(ServerEventKind kind) =>
            [.. told.Where(one => one.Kind == kind).Select(one => one.Text)];
        await using Server server = await venue.ServeAsync(
            options => Iterative(options) with { Log = told.Enqueue });
        using Wire first = await Venue.DialAsync(server);
        Assert.Equal("X", await first.AskAsync("x"));
        using Wire second = await Venue.DialAsync(server);
        await Eventually.HoldsAsync(() => Of(ServerEventKind.Waiting).Length == 1);
        using Wire third = await Venue.DialAsync(server);
        await Eventually.HoldsAsync(() => Of(ServerEventKind.Waiting).Length == 2);
        await Task.Delay(300);
        first.Dispose();
        Assert.Equal("Y", await second.AskAsync("y"));
        second.Dispose();
        Assert.Equal("Z", await third.AskAsync("z"));
        await Eventually.HoldsAsync(
            () => Of(ServerEventKind.Waiting).LastOrDefault()
                == "nobody waits in the backlog any more");
        Assert.Equal("1 client waits in the backlog for its turn", Of(ServerEventKind.Waiting)[0]);
        Assert.Equal(
            "2 clients wait in the backlog for their turn", Of(ServerEventKind.Waiting)[1]);
        string[] connected = Of(ServerEventKind.Connected);
        Assert.DoesNotContain("backlog", connected[0]);
        Assert.Matches(@"^to .* after 0\.[3-9] s in the backlog$", connected[1]);
        Assert.Matches(@"^to .* after 0\.[3-9] s in the backlog$", connected[2]);
    }

    [Fact]
    public void One_that_dies_while_it_waits_never_gets_a_turn()
    {
        using var turns = new IterativeTurns(log: null);
        var listener = new FakeListener();
        turns.Start([listener]);
        Session Admit()
        {
            var session = new ServiceSession(ToUpper.Instance);
            turns.Admitted(session);
            session.Open(new FakeStreamSocket(session));
            return session;
        }

        Session first = Admit();
        Session dies = Admit();
        Session last = Admit();
        Assert.True(listener.Paused);
        Assert.False(last.WantsToReceive);
        turns.Ended(dies);
        turns.Ended(first);
        Assert.True(last.WantsToReceive);
        turns.Ended(last);
        Assert.False(listener.Paused);
        Assert.True(Admit().WantsToReceive);
    }

    [Fact]
    public async Task A_wait_that_began_as_another_ended_is_told_too()
    {
        using var turns = new IterativeTurns(log: null);
        var listener = new FakeListener();
        turns.Start([listener]);
        var first = new ServiceSession(ToUpper.Instance);
        Assert.Equal(TimeSpan.Zero, turns.Admitted(first));
        listener.Length = 1;
        await Task.Delay(400);
        turns.Ended(first);
        var second = new ServiceSession(ToUpper.Instance);
        Assert.InRange(turns.Admitted(second).TotalMilliseconds, 150, 2_000);

        // The one that waits now is another, but there is one still.
        await Task.Delay(400);
        turns.Ended(second);
        Assert.InRange(
            turns.Admitted(new ServiceSession(ToUpper.Instance)).TotalMilliseconds, 150, 2_000);
    }

    [Fact]
    public async Task A_wait_is_told_also_where_the_backlog_is_seen_empty_first()
    {
        using var turns = new IterativeTurns(log: null);
        var listener = new FakeListener();
        turns.Start([listener]);
        var first = new ServiceSession(ToUpper.Instance);
        turns.Admitted(first);
        listener.Length = 1;
        await Task.Delay(400);
        turns.Ended(first);

        // The system has handed it over, and we are told of it only later.
        listener.Length = 0;
        await Task.Delay(300);
        Assert.InRange(
            turns.Admitted(new ServiceSession(ToUpper.Instance)).TotalMilliseconds, 150, 5_000);
    }

    sealed class FakeListener : StreamListener
    {
        public int Length { get; set; }

        public override SocketName Local => default;

        public override bool Paused { get; set; }

        public override int? Waiting => Length;

        public override ValueTask DrainAsync() => ValueTask.CompletedTask;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

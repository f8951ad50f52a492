using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Doorway.Tests;

/// <summary>The contract of a stream: a server that stops.</summary>
public sealed class DrainTests
{
    static readonly TimeSpan Drain = TimeSpan.FromSeconds(10);

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task What_has_arrived_is_answered_before_the_end(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        for (int round = 0; round < 10; round++)
        {
            await using Server server = await venue.ServeAsync();
            using Wire client = await Venue.DialAsync(server);
            await client.SendAsync("last words");
            Task stopped = server.StopAsync(Drain);
            Assert.Equal("LAST WORDS", await client.ReadTextToEndAsync());
            client.Dispose();
            await stopped.InTime();
            Assert.Equal(0, server.Counters.Open);
        }
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Connections_that_wait_in_the_backlog_are_answered_too(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync(
            options => options with { Mode = ServerMode.Iterative });
        using Wire first = await Venue.DialAsync(server);
        Assert.Equal("FIRST", await first.AskAsync("first"));
        using Wire second = await Venue.DialAsync(server);
        using Wire third = await Venue.DialAsync(server);
        await second.SendAsync("second");
        await third.SendAsync("third");
        Task stopped = server.StopAsync(Drain);
        Assert.Equal("", await first.ReadTextToEndAsync());
        Assert.Equal("SECOND", await second.ReadTextToEndAsync());
        Assert.Equal("THIRD", await third.ReadTextToEndAsync());
        first.Dispose();
        second.Dispose();
        third.Dispose();
        await stopped.InTime();
        Assert.Equal(3, server.Counters.Accepted);
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task What_a_slow_reader_has_sent_is_answered_in_full(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        using Wire client = await Venue.DialAsync(server, receiveBuffer: 16 * 1024);
        long sent = await client.SendUntilStuckAsync(TimeSpan.FromMilliseconds(300));

        // Stuck: what the server has not read lies in its buffer (Unix), or in its and the
        // client's (TCP).
        long unread = sent - server.Counters.BytesReceived;
        Task stopped = server.StopAsync(Drain);
        long answered = 0;
        for (int got = 1; got > 0; answered += got)
        {
            got = (await client.ReceiveAsync(8 * 1024)).Length;
            await Task.Delay(answered < 1_000_000 ? 2 : 0);
        }

        client.Dispose();
        await stopped.InTime();
        Assert.Equal(answered, server.Counters.BytesSent);
        long arrived = venue.Transport == Transport.Unix ? unread : 1;
        Assert.InRange(answered, sent - unread + arrived, sent);
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Nobody_connects_to_a_server_that_has_stopped(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        await server.StopAsync(Drain).InTime();
        await Assert.ThrowsAsync<SocketException>(() => Venue.DialAsync(server));
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task The_drain_deadline_resets_what_is_left(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        var cancelled =
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Server server = await venue.ServeAsync(options => options with
        {
            Service = null,
            Conversation = async (_, cancellation) =>
            {
                await using CancellationTokenRegistration told =
                    cancellation.Register(() => cancelled.TrySetResult());
                await Task.Delay(Timeout.Infinite, cancellation);
            },
        });
        using Wire client = await Venue.DialAsync(server);
        await Eventually.HoldsAsync(() => server.Counters.Open == 1);
        long started = Stopwatch.GetTimestamp();
        await server.StopAsync(TimeSpan.FromMilliseconds(200)).InTime();
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.19, 3);
        await cancelled.Task.InTime();
        SocketError end = await client.EndAsync();
        Assert.Equal(
            venue.Transport == Transport.Tcp
                ? SocketError.ConnectionReset : SocketError.Success,
            end);
        Assert.Equal(0, server.Counters.Open);
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_draining_conversation_hears_the_end_and_may_still_speak(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        using var goOn = new SemaphoreSlim(0);
        using var heard = new SemaphoreSlim(0);
        await using Server server = await venue.ServeAsync(options => options with
        {
            Service = null,
            Conversation = async (connection, cancellation) =>
            {
                byte[] buffer = new byte[100];
                while (await connection.ReceiveAsync(buffer, cancellation) is { IsEnd: false } got)
                {
                    await connection.SendAsync(buffer.AsMemory(0, got.Count), cancellation);
                }

                heard.Release();
                await goOn.WaitAsync(cancellation);
                await connection.SendAsync("bye"u8.ToArray(), cancellation);
            },
        });
        using Wire client = await Venue.DialAsync(server);
        Assert.Equal("hello", await client.AskAsync("hello"));
        Task stopped = server.StopAsync(Drain);
        Assert.True(await heard.WaitAsync(Drain));

        // Too late to be heard, but no reason to lose the connection.
        await client.SendAsync("one");
        await Task.Delay(50);
        await client.SendAsync("two");
        await Task.Delay(50);
        goOn.Release();
        Assert.Equal("bye", await client.ReadTextToEndAsync());
        client.Dispose();
        await stopped.InTime();
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Draining_ends_though_clients_keep_coming(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        using var stop = new CancellationTokenSource();
        Task[] clients =
        [
            .. Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    try
                    {
                        using Wire client = await Venue.DialAsync(server);
                        await client.AskAsync("x");
                    }
                    catch (SocketException)
                    {
                        await Task.Delay(1);
                    }
                }
            })),
        ];
        await Eventually.HoldsAsync(() => server.Counters.Accepted > 100);
        try
        {
            await server.StopAsync(TimeSpan.FromSeconds(2)).InTime(5);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(clients).InTime(40);
        }
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Stopping_in_the_middle_of_turns_ends(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        for (int round = 0; round < 30; round++)
        {
            await using Server server = await venue.ServeAsync(
                options => options with
                {
                    // A name of its own: a program that another test starts meanwhile has the
                    // last round's socket until its execve(2).
                    Addresses = [venue.NewAddress()],
                    Mode = ServerMode.Iterative,
                });
            Task[] clients =
            [
                .. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
                {
                    using Wire client = await Venue.DialAsync(server);
                    await client.SendAsync("x");
                    await client.EndAsyncAfter(1);
                })),
            ];
            await Eventually.HoldsAsync(() => server.Counters.Accepted > round % 4);
            await server.StopAsync(TimeSpan.FromSeconds(2)).InTime(8);
            try
            {
                await Task.WhenAll(clients).InTime();
            }
            catch (SocketException)
            {
                // Came too late.
            }
        }
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task Datagrams_that_have_arrived_are_answered_the_empty_ones_too(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        using var entered = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var service = new FakeService
        {
            OnRequest = request =>
            {
                if (request is [(byte)'1'])
                {
                    entered.Release();
                    goOn.Wait(Drain);
                }
            },
        };
        await using Server server =
            await venue.ServeAsync(options => options with { Service = service });
        using Postbox client = await venue.PostAsync(server);
        await client.SendAsync("1"u8.ToArray());
        Assert.True(await entered.WaitAsync(Drain));
        string[] waiting = ["", "", "2", "", "3"];
        foreach (string text in waiting)
        {
            await client.SendAsync(Encoding.UTF8.GetBytes(text));
        }

        Task stopped = server.StopAsync(Drain);
        goOn.Release();
        await stopped.InTime();
        Assert.Equal("1"u8.ToArray(), await client.ReceiveAsync());
        foreach (string text in waiting)
        {
            Assert.Equal(text, Encoding.UTF8.GetString(await client.ReceiveAsync()));
        }

        Assert.Equal(6, server.Counters.DatagramsAnswered);
    }
}

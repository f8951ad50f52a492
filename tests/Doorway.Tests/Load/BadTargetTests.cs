using System.Net.Sockets;

namespace Doorway.Tests.Load;

/// <summary>
/// What a target does wrong is in the report, and never an exception or a hang.
/// </summary>
public sealed class BadTargetTests
{
    public static TheoryData<string> Engines => [.. Venue.Engines.Select(engine => engine.Name)];

    static Task<LoadReport> RunAsync(
        string engine, Address target, Func<LoadPlan, LoadPlan>? change = null)
    {
        var plan = new LoadPlan
        {
            Target = target,
            Engine = Venue.Engines.Single(one => one.Name == engine),
            WarmUp = TimeSpan.Zero,
            Timeout = TimeSpan.FromSeconds(5),
            Count = 100,
        };
        return LoadRun.RunAsync(change?.Invoke(plan) ?? plan).InTime(30);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task One_wrong_byte_spoils_one_message(string engine)
    {
        await using var server = StubServer.Answering((bytes, before) =>
        {
            byte[] upper = StubServer.Upper(bytes);
            long wrong = 1_000 - before;
            if (wrong >= 0 && wrong < upper.Length)
            {
                upper[wrong] ^= 1;
            }

            return upper;
        });
        LoadReport report = await RunAsync(engine, server.Address);
        Assert.Equal(1, report.Counts.Corrupted);
        Assert.Equal(99, report.Counts.Answered);
        Assert.Equal(99, report.FromPlan.Count);

        // The thousandth byte is the fortieth of the sixteenth message.
        LoadDifference first = report.FirstDifference!;
        byte[] repaired = [.. first.Actual.Span];
        Assert.InRange(repaired.Length, 41, 64);
        repaired[40] ^= 1;
        Assert.Equal(first.Expected[..repaired.Length].ToArray(), repaired);
        Assert.Equal(64, first.Expected.Length);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_echo_is_a_wrong_answer_where_upper_case_is_expected(string engine)
    {
        await using var server = StubServer.Answering((bytes, _) => bytes);
        LoadReport report = await RunAsync(engine, server.Address);
        Assert.Equal((100, 100, 0), (
            report.Counts.Sent, report.Counts.Corrupted, report.Counts.Answered));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Answers_in_the_wrong_order_are_wrong(string engine)
    {
        // Two messages at a time, answered the other way round.
        await using var server = new StubServer(async (socket, end) =>
        {
            byte[] both = new byte[128];
            while (true)
            {
                for (int have = 0; have < both.Length;)
                {
                    int count = await socket.ReceiveAsync(both.AsMemory(have), end);
                    if (count == 0)
                    {
                        return;
                    }

                    have += count;
                }

                byte[] upper = StubServer.Upper(both);
                await StubServer.SendAsync(socket, (byte[])[.. upper[64..], .. upper[..64]], end);
            }
        });
        LoadReport report = await RunAsync(engine, server.Address, plan => plan with { Depth = 2 });
        Assert.Equal(100, report.Counts.Corrupted);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_nobody_asked_for_is_wrong(string engine)
    {
        await using var server = new StubServer(async (socket, end) =>
        {
            await socket.SendAsync("hello"u8.ToArray(), end);
            await socket.ReceiveAsync(new byte[1], end);
            await Task.Delay(Timeout.Infinite, end);
        });
        LoadReport report = await RunAsync(
            engine, server.Address,
            plan => plan with { Timeout = TimeSpan.FromMilliseconds(300) });
        Assert.InRange(report.Counts.Corrupted + report.Counts.Lost, 1, 2);
        Assert.Equal(0, report.Counts.Answered);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_silent_server_loses_what_it_was_sent(string engine)
    {
        await using var server = new StubServer(async (socket, end) =>
        {
            byte[] buffer = new byte[1_024];
            while (await socket.ReceiveAsync(buffer, end) > 0)
            {
            }
        });
        LoadReport report = await RunAsync(
            engine, server.Address,
            plan => plan with
            {
                Connections = 3,
                Depth = 4,
                Timeout = TimeSpan.FromMilliseconds(300),
            });
        Assert.Equal((12, 12, 0), (
            report.Counts.Sent, report.Counts.Lost, report.Counts.Answered));
        Assert.Equal(TimeSpan.Zero, report.Elapsed);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_server_that_closes_after_each_answer_says_so(string engine)
    {
        await using var server = Textbook();
        LoadReport report = await RunAsync(
            engine, server.Address, plan => plan with { Connections = 3 });
        Assert.Equal(3, report.ClosedByServer);
        Assert.Equal(3, report.Connected);
        Assert.Equal(3, report.Counts.Answered);
        Assert.Equal(report.Counts.Sent, report.Counts.Answered + report.Counts.Lost);
        Assert.InRange(report.Counts.Sent, 3, 6);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task With_a_connection_for_each_message_it_answers_all(string engine)
    {
        await using var server = Textbook();
        LoadReport report = await RunAsync(
            engine, server.Address, plan => plan with { Connections = 3, Reconnect = true });
        Assert.Equal((100, 100, 0), (
            report.Counts.Sent, report.Counts.Answered, report.Counts.Lost));
        Assert.Equal(0, report.ClosedByServer);
        Assert.Equal(100, report.Connected);
        Assert.Equal(100, server.Accepted);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_reset_is_an_error_and_a_closed_connection(string engine)
    {
        await using var server = new StubServer(async (socket, end) =>
        {
            await socket.ReceiveAsync(new byte[10], end);
            socket.LingerState = new LingerOption(true, 0);
        });
        LoadReport report = await RunAsync(
            engine, server.Address, plan => plan with { Connections = 2 });
        Assert.Equal(2, report.Errors[SocketError.ConnectionReset]);
        Assert.Equal(2, report.ClosedByServer);
        Assert.Equal((2, 2), (report.Counts.Sent, report.Counts.Lost));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_refusal_is_an_error(string engine)
    {
        int port;
        using (var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            // Bound and not listening: refused, and nobody else can take it meanwhile.
            free.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
            port = ((System.Net.IPEndPoint)free.LocalEndPoint!).Port;
            Address target = Address.Parse($"tcp://127.0.0.1:{port}");
            foreach (bool reconnect in new[] { false, true })
            {
                LoadReport report = await RunAsync(
                    engine, target, plan => plan with { Reconnect = reconnect });
                Assert.Equal(1, report.Errors[SocketError.ConnectionRefused]);
                Assert.Equal((0, 0), (report.Connected, report.Counts.Sent));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_host_that_does_not_exist_is_an_exception(string engine) =>
        await Assert.ThrowsAsync<AddressResolutionException>(() => RunAsync(
            engine, Address.Parse("tcp://[fe80::1%25nosuchcard]:9")));

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_pause_is_seen_from_the_plan_and_hidden_from_the_send(string engine)
    {
        // One message is under way while it pauses; the others wait for their turn.
        await using var server = new StubServer(async (socket, end) =>
        {
            byte[] buffer = new byte[64 * 1024];
            int count;
            for (long before = 0; (count = await socket.ReceiveAsync(buffer, end)) > 0;)
            {
                before += count;
                if (before == 64 * 100)
                {
                    await Task.Delay(1_000, end);
                }

                await StubServer.SendAsync(socket, StubServer.Upper(buffer[..count]), end);
            }
        });
        LoadReport report = await RunAsync(
            engine, server.Address,
            plan => plan with { Rate = 1_000, Count = 3_000 });
        Assert.Equal(3_000, report.Counts.Answered);
        Assert.InRange(report.FromPlan.Max.TotalMilliseconds, 950, 20_000);

        // A third of all was planned while it paused: they waited half a second on average.
        Assert.InRange(report.FromPlan.Percentile(90).TotalMilliseconds, 500, 20_000);
        Assert.True(report.FromSend.Percentile(90) * 5 < report.FromPlan.Percentile(90));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_answer_after_the_timeout_is_late_and_measured(string engine)
    {
        bool isFirst = true;
        await using var server = StubServer.Answering((bytes, _) =>
        {
            if (isFirst)
            {
                isFirst = false;
                Thread.Sleep(700);
            }

            return StubServer.Upper(bytes);
        });
        LoadReport report = await RunAsync(
            engine, server.Address,
            plan => plan with
            {
                Rate = 10,
                Count = null,
                // The server's thread may get its first turn late.
                Duration = TimeSpan.FromSeconds(4),
                Timeout = TimeSpan.FromMilliseconds(400),
            });
        Assert.InRange(report.Counts.Late, 1, 20);
        Assert.InRange(report.FromSend.Max.TotalMilliseconds, 650, 20_000);
        Assert.Equal(
            report.Counts.Sent, report.Counts.Answered + report.Counts.Late + report.Counts.Lost);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_could_never_be_sent_is_told(string engine)
    {
        await using var server = new StubServer(
            (_, end) => Task.Delay(Timeout.Infinite, end));
        LoadReport report = await RunAsync(
            engine, server.Address,
            plan => plan with
            {
                Rate = 1_000,
                Count = null,
                Duration = TimeSpan.FromMilliseconds(500),
                Timeout = TimeSpan.FromMilliseconds(300),
            });
        Assert.Equal((1, 1, 499), (report.Counts.Sent, report.Counts.Lost, report.Unsent));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_was_sent_last_under_too_high_a_rate_is_not_lost(string engine)
    {
        await using var server = StubServer.Answering((bytes, _) =>
        {
            Thread.Sleep(20);
            return StubServer.Upper(bytes);
        });
        LoadReport report = await RunAsync(
            engine, server.Address,
            plan => plan with
            {
                Connections = 4,
                Rate = 10_000,
                Count = null,
                Duration = TimeSpan.FromMilliseconds(400),
                Timeout = TimeSpan.FromMilliseconds(700),
            });
        Assert.InRange(report.Unsent, 1, 4_000);
        Assert.Equal(4_000, report.Counts.Sent + report.Unsent);
        Assert.Equal(0, report.Counts.Lost);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Connections_that_wait_for_their_time_end_at_once_when_stopped(string engine)
    {
        await using var server = Textbook();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        LoadReport report = await LoadRun.RunAsync(
            new LoadPlan
            {
                Target = server.Address,
                Engine = Venue.Engines.Single(one => one.Name == engine),
                Reconnect = true,
                Connections = 2,
                Rate = 1,
                WarmUp = TimeSpan.Zero,
                Timeout = TimeSpan.FromSeconds(30),
            },
            stop.Token).InTime(60);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
        Assert.Equal(0, report.Counts.Lost);
    }

    static StubServer Textbook() => new(async (socket, end) =>
    {
        byte[] buffer = new byte[1_024];
        int count = await socket.ReceiveAsync(buffer, end);
        await StubServer.SendAsync(socket, StubServer.Upper(buffer[..count]), end);
    });
}

using System.Net;
using System.Net.Sockets;
using Doorway.Services;

namespace Doorway.Tests;

/// <summary>What a load of datagrams counts, against servers that do what a test says.</summary>
public sealed class DatagramLoadTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static TheoryData<string> Engines => [.. Venue.Engines.Select(one => one.Name)];

    static LoadPlan Plan(Address target, string engine = "linux") => new()
    {
        Target = target,
        Engine = Venue.Engines.Single(one => one.Name == engine),
        Count = 1_000,
        WarmUp = TimeSpan.Zero,
        Timeout = Patience,
    };

    static async Task<LoadReport> RunAsync(LoadPlan plan, CancellationToken cancellation = default)
    {
        IReadOnlyList<EndPoint> remotes =
            await plan.Target.ResolveAsync(cancellation: CancellationToken.None);
        return await DatagramLoad.RunAsync(plan, remotes, cancellation).InTime(60);
    }

    static byte[] Flip(byte[] bytes, int at, byte bit)
    {
        byte[] flipped = [.. bytes];
        flipped[at] ^= bit;
        return flipped;
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task Every_message_is_answered_and_none_twice(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        LoadReport report = await RunAsync(Plan(server.Addresses[0], engine) with
        {
            Connections = 3,
            Depth = 2,
            Size = 100,
        });
        LoadCounts counts = report.Counts;
        Assert.Equal((1_000, 1_000), (counts.Sent, counts.Answered));
        Assert.Equal(0, counts.Lost + counts.Late + counts.Duplicated + counts.Corrupted);
        Assert.Equal(0, counts.Reordered);
        Assert.Equal(100_000, counts.BytesSent);
        Assert.Equal(100_000, counts.BytesReceived);
        Assert.Equal(1_000, report.FromPlan.Count);
        Assert.Equal(1_000, report.FromSend.Count);
        Assert.Equal(3, report.Connected);
        Assert.Empty(report.Errors);
        Assert.Empty(report.LossRuns);
        Assert.True(report.Elapsed > TimeSpan.Zero);
        Assert.Equal(0, report.DroppedByKernel);
        Assert.Equal(1_000, server.Counters.DatagramsReceived);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_becomes_of_each_message_is_counted_by_itself(string engine)
    {
        ScriptedServer.Answer? held = null;
        using var server = new ScriptedServer((n, asked) =>
        {
            var right = new ScriptedServer.Answer(asked.Upper, asked.From);
            List<ScriptedServer.Answer> answers = (n % 20) switch
            {
                3 or 4 or 11 => [],
                5 => [right, right],
                6 => [right, right, right],
                7 => [right with { Bytes = Flip(asked.Upper, 40, 1) }],
                8 => [right with { Bytes = Flip(asked.Upper, n / 20 % 12, 2) }],
                9 => [right with { Bytes = Flip(asked.Upper, 20, 4) }, right],
                10 => [right with { Bytes = asked.Upper[..^1] }],
                12 => [right, right with { Bytes = [1, 2, 3] }],
                _ => [right],
            };
            if (n % 20 == 15)
            {
                held = right;
                return [];
            }

            if (n % 20 == 17)
            {
                answers.Add(held!);
            }

            return answers;
        });
        LoadReport report = await RunAsync(Plan(server.Address, engine) with { Depth = 4 });
        LoadCounts counts = report.Counts;
        Assert.Equal(1_000, counts.Sent);
        Assert.Equal(150, counts.Lost);
        Assert.Equal(650, counts.Answered);
        Assert.Equal(0, counts.Late);

        // Of each twenty: 1 and 2 more, and the right one after a wrong one.
        Assert.Equal(4 * 50, counts.Duplicated);

        // 7, 8, 9, 10, and what belongs to none.
        Assert.Equal(5 * 50, counts.Corrupted);
        Assert.Equal(50, counts.Reordered);
        Assert.Equal(
            new Dictionary<int, long> { [1] = 50, [2] = 50 }, report.LossRuns);
        Assert.Equal(counts.Answered, report.FromPlan.Count);
        Assert.Equal(1_000, server.Received);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_answer_after_the_timeout_is_late_and_not_lost(string engine)
    {
        using var server = new ScriptedServer((n, asked) => n switch
        {
            < 20 => [new(asked.Upper, asked.From, Patience + TimeSpan.FromMilliseconds(100))],
            < 25 => [],
            _ => [new(asked.Upper, asked.From)],
        });
        LoadReport report = await RunAsync(Plan(server.Address, engine) with
        {
            Rate = 250,
            Count = 500,
        });
        LoadCounts counts = report.Counts;
        Assert.Equal((500, 475, 20), (counts.Sent, counts.Answered, counts.Late));
        Assert.Equal(5, counts.Lost);
        Assert.Equal(0, counts.Duplicated + counts.Corrupted);
        Assert.Equal(new Dictionary<int, long> { [5] = 1 }, report.LossRuns);

        // Each of the late ones came after answers to messages that were sent later.
        Assert.Equal(20, counts.Reordered);
        Assert.Equal(495, report.FromSend.Count);
        Assert.InRange(report.FromSend.Max, Patience, TimeSpan.FromSeconds(20));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_answer_to_another_sockets_message_is_corrupted(string engine)
    {
        var clients = new List<EndPoint>();
        using var server = new ScriptedServer((n, asked) =>
        {
            if (!clients.Contains(asked.From))
            {
                clients.Add(asked.From);
            }

            bool isMisled = n % 10 == 9;
            return [new(asked.Upper, isMisled
                ? clients.First(one => !one.Equals(asked.From)) : asked.From)];
        });
        LoadReport report = await RunAsync(Plan(server.Address, engine) with
        {
            Connections = 4,
            Count = 200,
        });
        Assert.Equal((200, 180), (report.Counts.Sent, report.Counts.Answered));
        Assert.Equal((20, 20), (report.Counts.Lost, report.Counts.Corrupted));
        Assert.Equal(0, report.Counts.Duplicated);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_loss_does_not_stop_a_closed_loop_for_the_timeout(string engine)
    {
        using var server = new ScriptedServer(
            (n, asked) => n % 4 == 3 ? [] : [new(asked.Upper, asked.From)]);
        LoadReport report = await RunAsync(Plan(server.Address, engine) with
        {
            Count = 400,
            Timeout = TimeSpan.FromSeconds(5),
        });
        Assert.Equal((400, 300, 100),
            (report.Counts.Sent, report.Counts.Answered, report.Counts.Lost));

        // It would be 500 s. The limit of RunAsync is 60.
        Assert.Equal(new Dictionary<int, long> { [1] = 100 }, report.LossRuns);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_open_loop_sends_whether_or_not_answers_come(string engine)
    {
        using var server = new ScriptedServer((_, _) => []);
        LoadReport report = await RunAsync(Plan(server.Address, engine) with
        {
            Connections = 2,
            Rate = 2_000,
            Timeout = TimeSpan.FromMilliseconds(500),
        });
        Assert.Equal((1_000, 0, 1_000),
            (report.Counts.Sent, report.Counts.Answered, report.Counts.Lost));
        Assert.Equal(new Dictionary<int, long> { [500] = 2 }, report.LossRuns);
        Assert.Equal(1_000, server.Received);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_is_sent_while_warming_up_does_not_count(string engine)
    {
        using var server = new ScriptedServer(
            (n, asked) => [new(asked.Upper, asked.From), new(asked.Upper, asked.From)]);
        LoadReport report = await RunAsync(Plan(server.Address, engine) with
        {
            Rate = 1_000,
            WarmUp = TimeSpan.FromMilliseconds(200),
            Count = 300,
        });
        Assert.Equal((300, 300, 300),
            (report.Counts.Sent, report.Counts.Answered, report.Counts.Duplicated));
        Assert.Equal(500, server.Received);
        Assert.Equal(300, report.FromPlan.Count);
        Assert.Equal(300, report.Timeline.Sum(second => second.Counts.Answered));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_refusal_ends_a_run_and_is_in_the_report(string engine)
    {
        int port;
        using (var server = new ScriptedServer((_, _) => []))
        {
            port = server.Port;
        }

        LoadReport report = await RunAsync(
            Plan(Address.Of(Transport.Udp, "127.0.0.1", port), engine) with
            {
                Count = null,
                Duration = TimeSpan.FromSeconds(50),
                Timeout = TimeSpan.FromMilliseconds(300),
            });
        Assert.Equal(0, report.Counts.Answered);
        Assert.InRange(report.Errors[SocketError.ConnectionRefused], 1, long.MaxValue);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_next_address_is_taken_when_the_first_refuses(string engine)
    {
        using var server = new ScriptedServer((_, asked) => [new(asked.Upper, asked.From)]);
        EndPoint[] remotes =
        [
            new IPEndPoint(IPAddress.IPv6Loopback, server.Port),
            new IPEndPoint(IPAddress.Loopback, server.Port),
        ];
        LoadReport report = await DatagramLoad.RunAsync(
            Plan(server.Address, engine) with { Count = 50 }, remotes, default).InTime(30);
        Assert.Equal((50, 50), (report.Counts.Sent, report.Counts.Answered));
        Assert.Equal(50, server.Received);
        Assert.Empty(report.Errors);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Where_no_answer_is_expected_none_is_missed(string engine)
    {
        using var server = new ScriptedServer((_, _) => []);
        LoadReport report = await RunAsync(Plan(server.Address, engine) with
        {
            Expect = LoadExpectation.None,
            Count = 500,
        });
        Assert.Equal(500, report.Counts.Sent);
        Assert.Equal(0, report.Counts.Lost + report.Counts.Answered + report.Counts.Corrupted);
        await Eventually.HoldsAsync(() => server.Received == 500, () => server.Received);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_echo_is_right_only_where_it_is_expected(string engine)
    {
        await using Server server = await Server.StartAsync(new ServerOptions
        {
            Addresses = [Address.Parse("udp://127.0.0.1:0")],
            Service = Echo.Instance,
        });
        LoadPlan plan = Plan(server.Addresses[0], engine) with { Count = 100 };
        LoadReport echo = await RunAsync(plan with { Expect = LoadExpectation.Echo });
        Assert.Equal((100, 0), (echo.Counts.Answered, echo.Counts.Corrupted));
        LoadReport upper = await RunAsync(plan);
        Assert.Equal((0, 100), (upper.Counts.Answered, upper.Counts.Corrupted));
        Assert.Equal(0, upper.Counts.Lost);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Text_of_any_script_is_checked_as_Unicode_upper_cases_it(string engine)
    {
        await using Server server = await Server.StartAsync(new ServerOptions
        {
            Addresses = [Address.Parse("udp://127.0.0.1:0")],
            Service = ToUpper.Instance,
        });
        LoadReport report = await RunAsync(Plan(server.Addresses[0], engine) with
        {
            Text = "stra\u00DFe \u0390 \u4E2D\u6587 \uFB03 \U00010428 ",
            Size = 61,
            Count = 300,
        });
        Assert.Equal(300, report.Counts.Answered);
        Assert.True(report.Counts.BytesReceived > report.Counts.BytesSent);
        Assert.InRange(report.Counts.BytesSent, 300 * 58, 300 * 61);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_run_that_is_cancelled_reports_what_it_measured(string engine)
    {
        using var server = new ScriptedServer((_, asked) => [new(asked.Upper, asked.From)]);
        using var cancellation = new CancellationTokenSource();
        int seconds = 0;
        Task<LoadReport> running = RunAsync(
            Plan(server.Address, engine) with
            {
                Count = null,
                Rate = 200,
                Duration = TimeSpan.FromSeconds(3_000),
                Progress = second =>
                {
                    seconds++;
                    cancellation.Cancel();
                },
            }, cancellation.Token);
        LoadReport report = await running.InTime(30);
        Assert.InRange(seconds, 1, 30);
        Assert.InRange(report.Counts.Sent, 100, 10_000);
        Assert.Equal(report.Counts.Sent, report.Counts.Answered);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_full_Unix_receiver_delays_messages_and_loses_none(string engine)
    {
        using var venue = new Venue(engine, "unixgram");
        using var gathering = new Gathering(Engine.Portable);
        EndPoint there = venue.NewLocal();
        DatagramPort slow = gathering.Open(venue, there, null);
        Task<LoadReport> running = DatagramLoad.RunAsync(
            Plan(Address.OfPath(Transport.UnixDatagram, slow.Local.Path), engine) with
            {
                Expect = LoadExpectation.None,
                Count = 300,
            }, [there], default);
        await Task.Run(() => gathering.Until(() => gathering.Got.Count == 300)).InTime(30);
        LoadReport report = await running.InTime(30);
        Assert.Equal(300, report.Counts.Sent);
        Assert.Equal(300, gathering.Got.Select(one => Convert.ToHexString(one.Bytes)).Distinct()
            .Count());
        Assert.Empty(report.Errors);
    }

    [Theory]
    [InlineData(11, "at least 12 bytes")]
    [InlineData(65_508, "at most 65507 bytes")]
    public async Task A_size_that_is_not_possible_is_refused(int size, string because)
    {
        LoadPlan plan = Plan(Address.Parse("udp://127.0.0.1:9")) with { Size = size };
        ArgumentException refused =
            await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(plan));
        Assert.Contains(because, refused.Message);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_smallest_and_the_largest_datagrams_are_carried(string engine)
    {
        await using Server server = await Server.StartAsync(new ServerOptions
        {
            Addresses = [Address.Parse("udp://127.0.0.1:0")],
            Service = ToUpper.Instance,
        });
        foreach (int size in (int[])[12, 65_507])
        {
            LoadReport report = await RunAsync(
                Plan(server.Addresses[0], engine) with { Size = size, Count = 40, Depth = 2 });
            Assert.Equal(40, report.Counts.Answered);
        }
    }

    [Fact]
    public async Task What_the_kernel_dropped_at_the_target_is_told()
    {
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        full.ReceiveBufferSize = 4_096;
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)full.LocalEndPoint!).Port;
        LoadReport report = await RunAsync(
            Plan(Address.Of(Transport.Udp, "127.0.0.1", port)) with
            {
                Expect = LoadExpectation.None,
                Count = 500,
            });
        int kept = 0;
        byte[] buffer = new byte[100];
        while (full.Poll(0, SelectMode.SelectRead))
        {
            full.Receive(buffer);
            kept++;
        }

        Assert.Equal(500 - kept, report.DroppedAtTarget);
        Assert.InRange(kept, 1, 499);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_duration_is_kept_where_the_rate_is_not(string engine)
    {
        using var server = new ScriptedServer((_, _) => []);
        LoadReport report = await RunAsync(Plan(server.Address, engine) with
        {
            Rate = 1e8,
            Count = null,
            Duration = TimeSpan.FromMilliseconds(200),
            Timeout = TimeSpan.FromMilliseconds(100),
        });
        Assert.InRange(report.Unsent, 1, 20_000_000);
        Assert.Equal(20_000_000, report.Counts.Sent + report.Unsent);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_count_is_given_up_where_nobody_answers(string engine)
    {
        using var server = new ScriptedServer((_, _) => []);
        LoadReport report = await RunAsync(Plan(server.Address, engine) with
        {
            Count = 1_000_000,
            Timeout = TimeSpan.FromMilliseconds(100),
        });
        Assert.InRange(report.Counts.Sent, 1, 1_000);
        Assert.Equal(report.Counts.Sent, report.Counts.Lost);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_count_is_given_up_where_answers_cease(string engine)
    {
        using var server = new ScriptedServer((n, asked) => n < 500
            ? [new ScriptedServer.Answer(asked.Upper, asked.From)] : []);
        LoadReport report = await RunAsync(Plan(server.Address, engine) with
        {
            Count = 1_000_000,
            Timeout = TimeSpan.FromMilliseconds(200),
        });
        Assert.Equal(500, report.Counts.Answered + report.Counts.Late);
        Assert.InRange(report.Counts.Sent, 500, 5_000);
    }
}

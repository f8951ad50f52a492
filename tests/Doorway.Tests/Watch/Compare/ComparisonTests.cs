using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Doorway.Tests.Command;
using Doorway.Watch;
using Doorway.Watch.Calls;

namespace Doorway.Tests.Watch.Compare;

/// <summary>
/// Other people's programs, watched by us and by tshark and strace: the same frames and the same
/// calls, none missing and none invented, all joined into one flow.
/// </summary>
public sealed partial class ComparisonTests
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);

    /// <summary>The variable that narrows the comparisons by frames: names with commas between.
    /// </summary>
    internal const string NamesVariable = "DOORWAY_COMPARISONS";

    public static TheoryData<string> Names =>
        Environment.GetEnvironmentVariable(NamesVariable) is { } some
            ? [.. some.Split(',')] : [.. Scenario.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Frames_are_those_of_tshark_and_all_belong_to_one_flow(string name)
    {
        if (await TestsInside.HasRunAsync())
        {
            return;
        }

        Assert.SkipWhen(FrameSource.Obstacle() is not null, "no packet sockets");
        Assert.SkipWhen(CallTracer.WhyNot is not null, "no strace");
        Scenario scenario = Scenario.All[name];
        int port = WatchedRun.FreePort(name.Contains("ipv6", StringComparison.Ordinal));
        using var tshark = new Tshark(port);
        await tshark.CatchUpAsync();
        using var run = new WatchedRun(port);
        await RunAsync(run, scenario, port);
        await tshark.CatchUpAsync();

        FrameEvent[] frames = [.. run.Frames];
        Assert.NotEmpty(frames);
        Assert.Equal(
            tshark.Frames.Where(frame => frame != "icmp"),
            Tshark.Words(frames).Where(frame => frame != "icmp"));
        bool isRefused = name == "refused udp";
        Assert.Equal(isRefused, frames.Any(
            frame => frame.Marks == FrameMarks.Refusal && frame.Numbers is null));
        IsOneFlow(run, frames, isRefused);
        IsInOrder(run);
    }

    // Nothing is received before it is on the wire.
    static void IsInOrder(WatchedRun run)
    {
        var carried = new long[2];
        foreach (WatchEvent seen in run.Log.Read(0))
        {
            if (seen is FrameEvent { Range: { } frame })
            {
                long end = frame.Offset + frame.Length;
                carried[(int)frame.From] = Math.Max(carried[(int)frame.From], end);
            }
            else if (seen is CallEvent { IsWaiting: false, Range: { } range } call
                && IsReceive(call))
            {
                Assert.InRange(range.Offset + range.Length, 0, carried[(int)range.From]);
            }
        }
    }

    // Bytes that were sent, carried and received are the same, and at the same places.
    static void IsOneFlow(WatchedRun run, FrameEvent[] frames, bool isRefused)
    {
        Assert.All(frames, frame => Assert.Equal(1, frame.Range?.Flow));
        Assert.Empty(run.Log.Read(0).OfType<NoticeEvent>());
        CallEvent[] calls = [.. run.Calls.Where(call => call.Error is null)];
        foreach (Side side in Enum.GetValues<Side>())
        {
            long sent = Covered(calls.Where(IsSend), side);
            Assert.Equal(sent, Covered(frames, side));
            Assert.Equal(isRefused ? 0 : sent, Covered(calls.Where(IsReceive), side));
        }
    }

    static bool IsSend(CallEvent call) => call.Call is "sendto" or "write";

    static bool IsReceive(CallEvent call) => call.Call is "recvfrom" or "read";

    static long Covered(IEnumerable<WatchEvent> events, Side side)
    {
        long next = 0;
        foreach (WatchEvent seen in events
            .Where(one => RangeOf(one) is { Length: > 0 } range && range.From == side)
            .OrderBy(one => RangeOf(one)!.Offset))
        {
            FlowRange range = RangeOf(seen)!;
            bool isAgain = seen is FrameEvent frame
                && frame.Marks.HasFlag(FrameMarks.Retransmission);
            Assert.Equal(isAgain ? Math.Min(next, range.Offset) : next, range.Offset);
            next = Math.Max(next, range.Offset + range.Length);
        }

        return next;
    }

    static FlowRange? RangeOf(WatchEvent seen) =>
        seen is FrameEvent frame ? frame.Range : ((CallEvent)seen).Range;

    [Fact]
    public async Task Unix_sockets_have_calls_of_one_flow_and_no_frames()
    {
        Assert.SkipWhen(CallTracer.WhyNot is not null, "no strace");
        string folder = Directory.CreateTempSubdirectory("doorway").FullName;
        try
        {
            string path = Path.Combine(folder, "door");
            using var run = new WatchedRun(0);
            run.Start([.. Scenario.UnixServer, path]);
            await WatchedRun.UntilAsync("the server", () => run.Calls.Any(call =>
                call is { Call: "listen", Error: null }));
            await run.Start([.. Scenario.UnixClient, path]).Ended.WaitAsync(
                Deadline, TestContext.Current.CancellationToken);
            await run.SettleAsync();
            run.End();

            FlowEvent flow = run.Log.Read(0).OfType<FlowEvent>().Last();
            Assert.Equal((Transport.Unix, path), (flow.Transport, flow.Server));
            CallEvent[] moves = [.. run.Calls.Where(call => call.Transport == Transport.Unix
                && call.Call is "sendto" or "recvfrom")];
            Assert.All(moves, call => Assert.Equal(flow.Flow, call.Range?.Flow));
            foreach (Side side in Enum.GetValues<Side>())
            {
                Assert.Equal(5, Covered(moves.Where(IsSend), side));
                Assert.Equal(5, Covered(moves.Where(IsReceive), side));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    [InlineData("tcp ipv6")]
    [InlineData("forking")]
    [InlineData("reset")]
    [InlineData("refused tcp")]
    [InlineData("refused udp")]
    [InlineData("1 MiB")]
    public async Task Calls_are_those_of_a_plain_strace_run(string name)
    {
        Assert.SkipWhen(CallTracer.WhyNot is not null, "no strace");
        Scenario scenario = Scenario.All[name];
        bool isVersion6 = name.Contains("ipv6", StringComparison.Ordinal);
        using var run = new WatchedRun(0);
        await RunAsync(run, scenario, WatchedRun.FreePort(isVersion6));
        string[] ours = [.. run.Calls.Where(IsFinished)
            .Select(call => $"{call.Call} {call.Error ?? call.Result.ToString(
                CultureInfo.InvariantCulture)}")];

        string folder = Directory.CreateTempSubdirectory("doorway").FullName;
        try
        {
            string[] theirs = await StraceAsync(
                scenario, WatchedRun.FreePort(isVersion6), folder);
            bool isLong = name == "1 MiB";
            Assert.Equal(InOrder(theirs, isLong), InOrder(ours, isLong));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // In how many pieces a long message comes differs from run to run; how much comes doesn't.
    static IEnumerable<string> InOrder(IEnumerable<string> calls, bool isLong)
    {
        if (isLong)
        {
            ILookup<bool, string> byKind = calls.ToLookup(
                call => call.StartsWith("recvfrom ", StringComparison.Ordinal));
            long received = byKind[true].Sum(
                call => long.Parse(call.Split(' ')[1], CultureInfo.InvariantCulture));
            calls = [.. byKind[false], $"received {received}"];
        }

        return calls.Order(StringComparer.Ordinal);
    }

    const string Compared = "socket,bind,listen,accept4,connect,sendto,recvfrom,shutdown";

    // Who is ended while it waits: one kernel tells of it, one doesn't.
    static bool IsFinished(CallEvent call) =>
        Compared.Split(',').Contains(call.Call)
        && call.Error?.StartsWith("ERESTART", StringComparison.Ordinal) != true;

    static async Task RunAsync(WatchedRun run, Scenario scenario, int port)
    {
        string number = port.ToString(CultureInfo.InvariantCulture);
        if (scenario.Server.Length > 0)
        {
            run.Start([.. scenario.Server, number]);
            await WatchedRun.UntilAsync("the server", () => run.Calls.Any(call =>
                call is { Call: "listen", Error: null }
                || call is { Call: "bind", Error: null, Transport: Transport.Udp }));
        }

        CallTracer client = run.Start([.. scenario.Client, number]);
        if (scenario.Typed is { } typed)
        {
            client.Type(typed);
        }

        await client.Ended.WaitAsync(Deadline, TestContext.Current.CancellationToken);
        await run.SettleAsync();
        run.End();
    }

    static async Task<string[]> StraceAsync(Scenario scenario, int port, string folder)
    {
        string number = port.ToString(CultureInfo.InvariantCulture);
        (string server, string client) =
            (Path.Combine(folder, "server"), Path.Combine(folder, "client"));
        using Process? waiting = scenario.Server.Length == 0
            ? null : Strace(server, [.. scenario.Server, number]);
        if (waiting is not null)
        {
            await WatchedRun.UntilAsync("strace's server", () => Read(server).Any(line =>
                line.StartsWith("listen 0", StringComparison.Ordinal)
                || (scenario.Client[1].Contains("udp", StringComparison.Ordinal)
                    && line.StartsWith("bind 0", StringComparison.Ordinal))));
        }

        using (Process asking = Strace(client, [.. scenario.Client, number]))
        {
            await asking.StandardInput.WriteAsync(scenario.Typed ?? "");
            asking.StandardInput.Close();
            await asking.WaitForExitAsync(TestContext.Current.CancellationToken)
                .WaitAsync(Deadline, TestContext.Current.CancellationToken);
        }

        await Task.Delay(500, TestContext.Current.CancellationToken);
        waiting?.Kill(entireProcessTree: true);
        waiting?.WaitForExit();
        return [.. Read(server), .. Read(client)];
    }

    static Process Strace(string file, string[] command) => Process.Start(new ProcessStartInfo(
        Programs.Find("strace"), ["-f", "-q", "-e", $"trace={Compared}", "-o", file, .. command])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    static IEnumerable<string> Read(string file) =>
        !File.Exists(file) ? [] :
            from line in File.ReadAllLines(file)
            let match = Returned().Match(line)
            where match.Success
            select $"{match.Groups["call"].Value} "
                + (match.Groups["error"] is { Success: true } error ? error.Value
                    : match.Groups["result"].Value);

    [GeneratedRegex(@"^\d+ +(<\.\.\. )?(?<call>\w+)[( ].* = (?<result>-?\d+)( (?<error>E\w+))?")]
    private static partial Regex Returned();
}

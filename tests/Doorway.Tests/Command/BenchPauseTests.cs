using System.Diagnostics;

namespace Doorway.Tests.Command;

/// <summary>
/// A server that stands still for a second. Messages that fell due meanwhile were not sent: only
/// the latency from the planned time knows of them (coordinated omission).
/// </summary>
public sealed class BenchPauseTests
{
    const int SIGCONT = 18, SIGSTOP = 19;
    const double Pause = 1.1;

    [Fact]
    public async Task An_open_loop_shows_the_pause_from_the_planned_time_and_not_from_the_send()
    {
        using BenchResult result = await PausedAsync("--rate", "1k");
        double planMax = Percentile(result, "fromPlanSeconds", "max");
        double planP90 = Percentile(result, "fromPlanSeconds", "p90");
        double sendP99 = Percentile(result, "fromSendSeconds", "p99");
        Assert.InRange(planMax, 0.9, 20);

        // Of 4000 messages some 1100 fell due in the pause: the tenth that waited longest waited
        // over half of it. But two were under way, and those alone the server's silence delayed.
        Assert.InRange(planP90, 0.3, 20);
        Assert.True(
            sendP99 < planP90 / 4, $"from planned time p90 {planP90} s, from send p99 {sendP99} s");
    }

    [Fact]
    public async Task A_closed_loop_hides_the_pause_in_both()
    {
        using BenchResult result = await PausedAsync("--closed");
        Assert.InRange(Percentile(result, "fromPlanSeconds", "max"), 0.9, 20);
        Assert.InRange(Percentile(result, "fromPlanSeconds", "p99"), 0, 0.3);
        Assert.InRange(Percentile(result, "fromSendSeconds", "p99"), 0, 0.3);
    }

    static double Percentile(BenchResult result, string latency, string percentile) =>
        result.Root.GetProperty(latency).GetProperty(percentile).GetDouble();

    static async Task<BenchResult> PausedAsync(string loop, string? rate = null)
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("tcp://127.0.0.1:0");
        Task<BenchResult> running = BenchResult.OfAsync([
            loop, .. rate is null ? Array.Empty<string>() : [rate], "-d", "4s", "-c", "2",
            "--timeout", "10s", "--warm-up", "500ms", server.Addresses[0]]);
        await Task.Delay(TimeSpan.FromSeconds(2));
        server.Signal(SIGSTOP);
        var clock = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromSeconds(Pause));
        server.Signal(SIGCONT);
        Assert.InRange(clock.Elapsed.TotalSeconds, Pause - 0.05, 15);
        BenchResult result = await running;
        Assert.Equal(0, result.Code);
        Assert.Equal(result.Of("sent"), result.Of("answered"));
        return result;
    }
}

namespace Doorway.Tests.Link;

/// <summary>What the link says that it did is what the load saw, to the datagram.</summary>
public sealed class AgreementTests
{
    [Theory]
    [InlineData("portable", "loss 10%; reorder 5%")]
    [InlineData("linux", "loss 10%; reorder 5%")]
    [InlineData("linux", "burst-loss 2%,20%; duplicate 3%; reorder 5%,8,5ms; delay 2ms")]
    [InlineData("linux", "loss 1%; delay 5ms,3ms,pareto")]
    public async Task A_load_sees_what_the_link_did(string engine, string asked)
    {
        const int Count = 10_000;
        using var venue = new Venue(engine, "udp4");
        await using LinkBench bench = await LinkBench.StartAsync(venue, asked);

        var link = Address.Of(Transport.Udp, "127.0.0.1", bench.Link.Local.Port);
        var plan = new LoadPlan
        {
            Target = link,
            Connections = 4,
            Count = Count,
            WarmUp = TimeSpan.Zero,
            Rate = 5_000,
            Engine = venue.Engine,
        };
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        LoadReport report = await DatagramLoad.RunAsync(
            plan, await link.ResolveAsync(), deadline.Token);

        LinkCounts there = bench.ToServer;
        LinkCounts back = bench.ToClient;
        Assert.Equal(0, there.DroppedByKernel + back.DroppedByKernel + report.DroppedByKernel);
        Assert.Equal(0, there.NotSent + there.DroppedByQueue + there.Waiting + back.NotSent);
        Assert.Equal(Count, report.Counts.Sent);
        Assert.Equal(Count, there.Received);
        // What the server's socket had no room for, on a busy machine, is the kernel's doing.
        long atServer = bench.Server.Counters.DroppedByKernel;
        long answered = report.Counts.Answered + report.Counts.Late;
        Assert.InRange(there.Forwarded - answered, 0, atServer);
        Assert.InRange(report.Counts.Lost - there.Lost, 0, atServer);
        Assert.InRange(there.Duplicated - report.Counts.Duplicated, 0, atServer);
        Assert.InRange(there.Reordered - report.Counts.Reordered, -atServer, atServer);
        Assert.Equal(0, report.Counts.Corrupted + back.Reordered);
        Assert.True(there.Lost > 0 && there.Reordered > 0);
    }
}

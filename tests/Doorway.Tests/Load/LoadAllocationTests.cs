using Doorway.Services;

namespace Doorway.Tests.Load;

/// <summary>Not beside other tests: what is counted is the whole process.</summary>
[CollectionDefinition(nameof(LoadAllocationTests), DisableParallelization = true)]
[Collection(nameof(LoadAllocationTests))]
public sealed class LoadAllocationTests
{
    [Fact]
    public async Task A_message_over_a_stream_costs_no_allocation()
    {
        await using Server server = await Server.StartAsync(new ServerOptions
        {
            Addresses = [Address.Parse("tcp://127.0.0.1:0")],
            Service = ToUpper.Instance,
            Engine = Engine.Linux!,
        });

        // The same but for the number of messages: what a run itself costs falls out.
        await AllocatedAsync(server, 20_000);
        long least = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long few = await AllocatedAsync(server, 1_000);
            long many = await AllocatedAsync(server, 51_000);
            least = Math.Min(least, Math.Abs(many - few));
        }

        // Two bytes a message, the least object has 24: the longer run is watched for longer, too.
        Assert.InRange(least, 0, 100_000);
    }

    static async Task<long> AllocatedAsync(Server server, long count)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        LoadReport report = await LoadRun.RunAsync(new LoadPlan
        {
            Target = server.Addresses[0],
            Engine = Engine.Linux!,
            Connections = 4,
            Count = count,
            WarmUp = TimeSpan.Zero,
            Timeout = TimeSpan.FromSeconds(10),
        }).InTime(30);
        Assert.Equal(count, report.Counts.Answered);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}

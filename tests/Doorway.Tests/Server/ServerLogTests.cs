namespace Doorway.Tests;

/// <summary>A server's log is somebody else's code.</summary>
public sealed class ServerLogTests
{
    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task A_log_that_throws_costs_no_connection(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync(options => options with
        {
            Limits = new Limits { Connections = 1 },
            Log = _ => throw new InvalidOperationException("the log is full"),
        });
        for (int i = 0; i < 3; i++)
        {
            using (Wire client = await Venue.DialAsync(server))
            {
                Assert.Equal("HERE", await client.AskAsync("here"));
            }

            await Eventually.HoldsAsync(() => server.Counters.Open == 0);
        }

        Assert.Equal(3, server.Counters.Accepted);
    }
}

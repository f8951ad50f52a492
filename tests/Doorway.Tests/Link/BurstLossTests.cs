namespace Doorway.Tests.Link;

public sealed class BurstLossTests
{
    const int Count = 200_000;

    [Fact]
    public void Burst_lengths_are_geometric()
    {
        const double Leave = 0.25;
        List<int> bursts = Runs(Lost("2%,25%"), lost: true);

        IsGeometric(bursts, Leave);
    }

    [Fact]
    public void Lengths_between_bursts_are_geometric()
    {
        const double Enter = 0.1;
        List<int> between = Runs(Lost("10%,25%"), lost: false);

        IsGeometric(between, Enter);
    }

    [Theory]
    [InlineData("2%,25%", 0.02, 0.25, 1.0, 0.0)]
    [InlineData("10%,50%,80%", 0.10, 0.50, 0.8, 0.0)]
    [InlineData("1%,10%,90%,1%", 0.01, 0.10, 0.9, 0.01)]
    public void The_share_lost_is_that_of_the_model(
        string asked, double enter, double leave, double inBad, double inGood)
    {
        bool[] lost = Lost(asked);

        double bad = enter / (enter + leave);
        double share = (bad * inBad) + ((1 - bad) * inGood);
        // The states are correlated by (1 - enter - leave) a step, which widens the bound.
        double likeness = 1 - enter - leave;
        double spread = bad * (1 - bad) * Math.Pow(inBad - inGood, 2)
            * (1 + likeness) / (1 - likeness);
        double error = Math.Sqrt((spread + (share * (1 - share))) / Count);
        Assert.InRange(
            lost.Count(one => one) / (double)Count, share - (4 * error), share + (4 * error));
    }

    [Fact]
    public void Bursts_go_on_while_something_else_drops_datagrams()
    {
        var bursts = (BurstLoss)BurstLoss.OfKind.Parse("5%,30%");
        bool[] alone = Lost(ImpairmentSet.None.With(bursts));
        bool[] beside = Lost(ImpairmentSet.None.With(bursts).With(new Loss(0.5)));

        Assert.All(alone.Index(), one => Assert.True(!one.Item || beside[one.Index]));
    }

    static void IsGeometric(List<int> lengths, double end)
    {
        // Lengths 1, 2, ..., and the last cell for all that are longer.
        int cells = 1;
        while (lengths.Count * Math.Pow(1 - end, cells) * end >= 5)
        {
            cells++;
        }

        long[] counts = new long[cells];
        foreach (int length in lengths)
        {
            counts[Math.Min(length, cells) - 1]++;
        }

        double[] expected =
        [
            .. Enumerable.Range(1, cells - 1)
                .Select(length => lengths.Count * end * Math.Pow(1 - end, length - 1)),
            lengths.Count * Math.Pow(1 - end, cells - 1),
        ];
        Statistics.IsAsExpected(counts, expected);
    }

    // The runs that are whole: neither the first nor the last.
    static List<int> Runs(bool[] all, bool lost)
    {
        var runs = new List<int>();
        int begun = -1;
        for (int i = 1; i < all.Length; i++)
        {
            if (all[i] != all[i - 1])
            {
                if (all[i - 1] == lost && begun >= 0)
                {
                    runs.Add(i - begun);
                }

                begun = i;
            }
        }

        return runs;
    }

    static bool[] Lost(string asked) =>
        Lost(ImpairmentSet.None.With(BurstLoss.OfKind.Parse(asked)));

    static bool[] Lost(ImpairmentSet set) =>
    [
        .. new VirtualLink(set).Send(Count, TimeSpan.FromMicroseconds(10)).Fates
            .Select(fate => fate.IsDropped),
    ];
}

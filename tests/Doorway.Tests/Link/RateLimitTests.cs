namespace Doorway.Tests.Link;

public sealed class RateLimitTests
{
    [Theory]
    [InlineData("1mbit,1024m", 1_000_000, 100)]
    [InlineData("9600bit,1024m", 9_600, 7)]
    [InlineData("700bit,1024m", 700, 11)]
    [InlineData("10gbit,1024m", 10_000_000_000, 1_472)]
    public void The_rate_holds_for_ever(string asked, long rate, int length)
    {
        const int Count = 100_000;
        VirtualLink link = With(asked).Send(Count, TimeSpan.Zero, length).Finish();

        // Every datagram leaves when all bits up to its last have gone: to the tick, at any time.
        Assert.Equal(Count, link.Out.Count);
        for (int i = 0; i < Count; i += 997)
        {
            Int128 expected = (Int128)(i + 1) * length * 8 * TimeSpan.TicksPerSecond / rate;
            Assert.Equal((long)expected, link.Out[i].Time.Ticks);
        }
    }

    [Fact]
    public void What_does_not_fit_into_the_queue_is_dropped_and_counted()
    {
        // 10 datagrams of 1,000 bytes a second; the queue takes 5.
        VirtualLink link = With("80kbit,5000").Send(20, TimeSpan.Zero, 1_000);

        Assert.Equal(15, link.Counts.DroppedByQueue);
        Assert.Equal(5, link.Counts.Waiting);
        Assert.Equal(5, link.Finish().Counts.Forwarded);
        Assert.Equal(0, link.Counts.Waiting);
        Assert.Contains("dropped: queue full, rate 80kbit,5000", link.Fates[5].What);
    }

    [Fact]
    public void The_queue_empties_at_the_rate()
    {
        VirtualLink link = With("80kbit,5000");
        link.Send(5, TimeSpan.Zero, 1_000);
        link.Pass(TimeSpan.FromMilliseconds(250)).Send(5, TimeSpan.Zero, 1_000);

        // A quarter of a second is 2,500 bytes: 2,500 are left, and two more fit.
        Assert.Equal(3, link.Counts.DroppedByQueue);
    }

    [Fact]
    public void A_datagram_larger_than_the_queue_goes_through_an_idle_link()
    {
        VirtualLink link = With("80kbit,500").Send(2, TimeSpan.FromSeconds(1), 1_000).Finish();

        Assert.Equal(2, link.Counts.Forwarded);
    }

    [Fact]
    public void What_chance_has_dropped_takes_no_room_on_the_wire()
    {
        VirtualLink link = new VirtualLink(
            ImpairmentSet.None.With(new Loss(1)).With(RateLimit.OfKind.Parse("8bit,1")))
            .Send(100, TimeSpan.Zero);
        link.Change(ImpairmentSet.None.With(RateLimit.OfKind.Parse("8kbit,1000")));
        link.Send(1, TimeSpan.Zero, 1_000).Finish();

        Assert.Equal(100, link.Counts.Lost);
        Assert.Equal(TimeSpan.FromSeconds(1), Assert.Single(link.Out).Time);
    }

    [Fact]
    public void A_copy_takes_its_own_time_on_the_wire()
    {
        VirtualLink link = new VirtualLink(
            ImpairmentSet.None.With(new Duplicate(1)).With(RateLimit.OfKind.Parse("8kbit,1m")))
            .Send(2, TimeSpan.Zero, 1_000).Finish();

        Assert.Equal([1, 2, 3, 4], link.Out.Select(one => one.Time.TotalSeconds));
        Assert.Equal(2, link.Counts.Duplicated);
    }

    static VirtualLink With(string asked) =>
        new(ImpairmentSet.None.With(RateLimit.OfKind.Parse(asked)));
}

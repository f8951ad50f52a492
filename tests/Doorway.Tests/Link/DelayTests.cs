namespace Doorway.Tests.Link;

public sealed class DelayTests
{
    const int Count = 100_000;

    [Fact]
    public void A_delay_without_jitter_is_exact()
    {
        VirtualLink link = Sent("50ms");

        Assert.All(link.Fates, fate => Assert.Equal(50, fate.Delay.TotalMilliseconds));
        Assert.Equal(Enumerable.Range(1, Count), link.Out.Select(one => (int)one.Number));
        Assert.Equal(Count, link.Counts.Delayed);
    }

    [Theory]
    [InlineData("50ms,10ms")]
    [InlineData("50ms,10ms,uniform,60%")]
    public void Uniform_delays_are_uniform(string asked) =>
        Statistics.IsDistributed(
            Thinned(Milliseconds(asked)), x => Math.Clamp((x - 40) / 20, 0, 1));

    [Theory]
    [InlineData("50ms,10ms,normal")]
    [InlineData("50ms,10ms,normal,60%")]
    public void Normal_delays_are_normal(string asked) =>
        Statistics.IsDistributed(
            Thinned(Milliseconds(asked)), x => 1 - NormalDistribution.Above((x - 50) / 10));

    [Theory]
    [InlineData("50ms,10ms,pareto")]
    [InlineData("50ms,10ms,pareto,60%")]
    public void Pareto_delays_are_of_shape_3_with_the_mean_and_deviation_asked_for(string asked)
    {
        double scale = 10 / Math.Sqrt(0.75);
        double least = 50 - (scale / 2);
        Statistics.IsDistributed(
            Thinned(Milliseconds(asked)),
            x => 1 - Math.Pow(Math.Max(1, (x - least + scale) / scale), -3));
    }

    [Fact]
    public void A_pareto_delay_has_the_mean_that_was_asked_for()
    {
        double[] drawn = Milliseconds("50ms,10ms,pareto");

        double error = 10 / Math.Sqrt(Count);
        Assert.InRange(drawn.Average(), 50 - (4 * error), 50 + (4 * error));
    }

    [Theory]
    [InlineData("5ms,20ms")]
    [InlineData("5ms,20ms,normal")]
    [InlineData("5ms,20ms,pareto")]
    public void A_delay_is_never_negative(string asked)
    {
        double[] drawn = Milliseconds(asked);

        Assert.Equal(0, drawn.Min());
        Assert.True(drawn.Max() > 20);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.25)]
    [InlineData(0.9)]
    public void Normal_delays_are_as_like_the_one_before_as_was_asked(double likeness)
    {
        double[] drawn = Milliseconds($"50ms,10ms,normal,{likeness * 100}%");

        // Bartlett: the standard error of a lag-1 correlation of an AR(1) is sqrt((1 - r^2) / n).
        double error = Math.Sqrt((1 - (likeness * likeness)) / Count);
        IsAbout(likeness, Statistics.Correlation(drawn, 1), error);
        double squared = likeness * likeness;
        IsAbout(squared, Statistics.Correlation(drawn, 2), 0.02);
    }

    // The correlation of uniform numbers made from normal ones is 6 / pi asin(r / 2).
    [Fact]
    public void Uniform_delays_are_as_like_as_their_copula_says()
    {
        double[] drawn = Milliseconds("50ms,10ms,uniform,50%");

        IsAbout(
            6 / Math.PI * Math.Asin(0.25), Statistics.Correlation(drawn, 1), 1 / Math.Sqrt(Count));
    }

    [Fact]
    public void Jitter_lets_datagrams_overtake()
    {
        VirtualLink link = Sent("5ms,4ms");

        Assert.True(link.Counts.Reordered > Count / 10);
        Assert.Equal(CountLate(link.Out), link.Counts.Reordered);
        Assert.Equal(Count, link.Counts.Forwarded);
    }

    [Fact]
    public void Datagrams_go_out_at_the_time_that_their_fate_says()
    {
        VirtualLink link = Sent("5ms,4ms,pareto");
        Dictionary<long, TimeSpan> left = link.Out.ToDictionary(one => one.Number, one => one.Time);

        Assert.All(link.Fates, fate => Assert.Equal(
            Gap * (fate.Number - 1) + fate.Delay, left[fate.Number]));
    }

    static TimeSpan Gap => TimeSpan.FromMilliseconds(1);

    static VirtualLink Sent(string asked) =>
        new VirtualLink(ImpairmentSet.None.With(Delay.OfKind.Parse(asked)))
            .Send(Count, Gap).Finish();

    static double[] Milliseconds(string asked) =>
        [.. Sent(asked).Fates.Select(fate => fate.Delay.TotalMilliseconds)];

    // The test is for independent values: with a correlation of 60 %, each twentieth is one.
    static double[] Thinned(double[] drawn) =>
        Statistics.Correlation(drawn, 1) < 0.1 ? drawn : [.. drawn.Where((_, i) => i % 20 == 0)];

    static long CountLate(IEnumerable<Departure> departures)
    {
        long highest = 0;
        long late = 0;
        foreach (Departure one in departures)
        {
            late += one.Number < highest ? 1 : 0;
            highest = Math.Max(highest, one.Number);
        }

        return late;
    }

    static void IsAbout(double expected, double actual, double error) =>
        Assert.InRange(actual, expected - (4 * error), expected + (4 * error));
}

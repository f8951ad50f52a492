using FsCheck;
using FsCheck.Fluent;

namespace Doorway.Tests.Load;

public sealed class HistogramTests
{
    const double Tolerance = 0.01;

    static readonly Config Runs =
        Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true);

    static readonly double[] Percents = [0, 1, 25, 50, 75, 90, 99, 99.9, 99.99, 100];

    // Nine decades: from one nanosecond to a second, each as likely, and a few zeroes.
    static readonly Gen<long> Values = Gen.Frequency(
        (20, from decade in Gen.Choose(0, 8)
             from digits in Gen.Choose(100_000_000, 999_999_999)
             select (long)(digits * Math.Pow(10, decade - 8))),
        (1, Gen.Constant(0L)));

    static readonly Arbitrary<long[]> Samples = Arb.From(Gen.NonEmptyListOf(Values)
        .Select(list => list.ToArray()));

    static Histogram Of(IEnumerable<long> values)
    {
        var histogram = new Histogram();
        foreach (long value in values)
        {
            histogram.Record(value);
        }

        return histogram;
    }

    static long Exact(long[] values, double percent)
    {
        long[] sorted = [.. values.Order()];
        return sorted[
            Math.Max(1, (int)Math.Ceiling((decimal)percent * sorted.Length / 100)) - 1];
    }

    static void AssertClose(double expected, TimeSpan actual)
    {
        // A TimeSpan's own step is 100 ns: half of one comes from the rounding.
        double nanoseconds = actual.TotalNanoseconds;
        Assert.InRange(
            nanoseconds, (expected * (1 - Tolerance)) - 50, (expected * (1 + Tolerance)) + 50);
    }

    [Fact]
    public void A_percentile_is_within_one_percent_of_the_exact_one() => FsCheck.Check.One(
        Runs, Prop.ForAll(Samples, values =>
        {
            Histogram histogram = Of(values);
            foreach (double percent in Percents)
            {
                AssertClose(Exact(values, percent), histogram.Percentile(percent));
            }
        }));

    [Fact]
    public void Each_bucket_is_within_one_percent_of_the_values_in_it() => FsCheck.Check.One(
        Runs, Prop.ForAll(Arb.From(Values), value =>
        {
            var histogram = Of([1, value, long.MaxValue / 2]);
            Assert.Contains(
                histogram.Buckets(),
                bucket => Math.Abs(bucket.Nanoseconds - value) <= Tolerance * value);
        }));

    [Fact]
    public void Merged_is_the_same_as_recorded_together() => FsCheck.Check.One(
        Runs, Prop.ForAll(Samples, Samples, (left, right) =>
        {
            Histogram merged = Of(left);
            merged.Add(Of(right));
            Histogram together = Of(left.Concat(right));
            Assert.Equal(together.Buckets(), merged.Buckets());
            Assert.Equal(together.Count, merged.Count);
            Assert.Equal(together.Min, merged.Min);
            Assert.Equal(together.Max, merged.Max);
            Assert.Equal(together.Mean, merged.Mean);
            AssertClose(
                together.StandardDeviation.TotalNanoseconds, merged.StandardDeviation);
        }));

    [Fact]
    public void Counts_mean_and_deviation_are_exact() => FsCheck.Check.One(
        Runs, Prop.ForAll(Samples, values =>
        {
            Histogram histogram = Of(values);
            double mean = values.Average();
            double variance = values.Average(value => (value - mean) * (value - mean));
            Assert.Equal(values.Length, histogram.Count);
            Assert.Equal(values.Length, histogram.Buckets().Sum(bucket => bucket.Count));
            Assert.Equal(mean, histogram.Mean.TotalNanoseconds, tolerance: 50.0);
            AssertClose(Math.Sqrt(variance), histogram.StandardDeviation);
        }));

    [Fact]
    public void An_empty_one_says_zero()
    {
        var histogram = new Histogram();
        Assert.Equal(
            default, (histogram.Min, histogram.Max, histogram.Mean, histogram.Percentile(99)));
        Assert.Empty(histogram.Buckets());
    }

    [Fact]
    public void The_largest_value_has_a_bucket()
    {
        Histogram histogram = Of([long.MaxValue, -5]);
        Assert.Equal([(0L, 1L), (histogram.Buckets().Last().Nanoseconds, 1L)], histogram.Buckets());
        Assert.Equal(TimeSpan.Zero, histogram.Min);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(100.1)]
    [InlineData(double.NaN)]
    public void There_is_no_percentile_outside_of_0_to_100(double percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Histogram().Percentile(percent));

    [Fact]
    public void The_rank_of_a_percentile_is_exact_though_99_9_is_no_binary_fraction()
    {
        Histogram histogram = Of(Enumerable.Repeat(100L, 999).Append(1_000_000));
        Assert.Equal(100, histogram.Percentile(99.9).TotalNanoseconds);
        Assert.Equal(1_000_000, histogram.Percentile(99.91).TotalNanoseconds);
    }
}

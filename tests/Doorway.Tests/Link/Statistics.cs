namespace Doorway.Tests.Link;

/// <summary>
/// Whether what was measured can be what was asked for. All bounds are so wide that a right program
/// crosses them once in ten thousand seeds or less; the seeds are fixed, so no test flakes.
/// </summary>
static class Statistics
{
    // Of a normal distribution, one in 15,787 lies further off (both sides).
    const double Sigmas = 4;

    /// <summary>A count of independent trials: within 4 standard deviations.</summary>
    public static void IsBinomial(long count, long trials, double share)
    {
        double expected = trials * share;
        double deviation = Math.Sqrt(trials * share * (1 - share));
        Assert.InRange(
            count, expected - (Sigmas * deviation), expected + (Sigmas * deviation));
    }

    /// <summary>
    /// Kolmogorov and Smirnov's test: the largest distance between the measured distribution and
    /// the one asked for is under what one sample in 10,000 has.
    /// </summary>
    public static void IsDistributed(double[] sample, Func<double, double> below)
    {
        double[] sorted = [.. sample.Order()];
        double distance = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double asked = below(sorted[i]);
            distance = Math.Max(distance, asked - ((double)i / sorted.Length));
            distance = Math.Max(distance, ((i + 1.0) / sorted.Length) - asked);
        }

        // P(D > c / sqrt(n)) is about 2 exp(-2 c^2).
        double most = Math.Sqrt(Math.Log(2 / 1e-4) / 2) / Math.Sqrt(sorted.Length);
        Assert.True(distance < most, $"the distance is {distance}, at most {most} was expected");
    }

    /// <summary>
    /// Pearson's chi-square test of counts. The bound is Wilson and Hilferty's, at 4 standard
    /// deviations.
    /// </summary>
    public static void IsAsExpected(long[] counts, double[] expected)
    {
        Assert.All(expected, one => Assert.True(one >= 5, "too few are expected to be tested"));
        double sum = counts.Zip(expected, (count, one) => (count - one) * (count - one) / one)
            .Sum();
        double free = counts.Length - 1;
        double most = free * Math.Pow(
            1 - (2 / (9 * free)) + (Sigmas * Math.Sqrt(2 / (9 * free))), 3);
        Assert.True(sum < most, $"chi-square is {sum}, at most {most} was expected");
    }

    /// <summary>The correlation of each value with the one so many places later.</summary>
    public static double Correlation(double[] values, int lag)
    {
        double mean = values.Average();
        double variance = values.Average(value => (value - mean) * (value - mean));
        double sum = 0;
        for (int i = lag; i < values.Length; i++)
        {
            sum += (values[i] - mean) * (values[i - lag] - mean);
        }

        return sum / (values.Length - lag) / variance;
    }
}

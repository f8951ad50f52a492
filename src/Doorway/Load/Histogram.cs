using System.Numerics;

namespace Doorway;

/// <summary>
/// How often each duration occurred: log-linear buckets, 128 for each power of two, so that a value
/// is known to within 1/256 of itself whatever its size (HdrHistogram's idea). One thread writes;
/// others may read meanwhile and see some of the newest values later.
/// </summary>
public sealed class Histogram
{
    /// <summary>How many buckets each power of two has.</summary>
    internal const int SubBuckets = 128;

    /// <summary>How many rows of them there may be.</summary>
    internal const int Rows = 63 - SubBucketBits + 1;

    const int Linear = 2 * SubBuckets;
    const int SubBucketBits = 7;

    // A row for each power of two, made when it is first needed: there are many histograms, and
    // each has values of a few sizes only.
    readonly long[]?[] _rows = new long[]?[Rows];
    double _sum;
    double _sumOfSquares;

    /// <summary>How many values there are.</summary>
    public long Count { get; private set; }

    /// <summary>The smallest value, exactly; zero of none.</summary>
    public TimeSpan Min => FromNanoseconds(Count == 0 ? 0 : MinNanoseconds);

    /// <summary>The largest value, exactly; zero of none.</summary>
    public TimeSpan Max => FromNanoseconds(MaxNanoseconds);

    /// <summary>The arithmetic mean; zero of none.</summary>
    public TimeSpan Mean => FromNanoseconds(Count == 0 ? 0 : _sum / Count);

    /// <summary>The standard deviation; zero of none.</summary>
    public TimeSpan StandardDeviation
    {
        get
        {
            double mean = Count == 0 ? 0 : _sum / Count;
            double variance = Count == 0 ? 0 : (_sumOfSquares / Count) - (mean * mean);
            return FromNanoseconds(Math.Sqrt(Math.Max(variance, 0)));
        }
    }

    internal long MinNanoseconds { get; private set; } = long.MaxValue;

    internal long MaxNanoseconds { get; private set; }

    static TimeSpan FromNanoseconds(double nanoseconds) =>
        TimeSpan.FromTicks((long)Math.Round(nanoseconds / TimeSpan.NanosecondsPerTick));

    /// <summary>Adds a value.</summary>
    /// <param name="nanoseconds">Below zero counts as zero.</param>
    public void Record(long nanoseconds) => Record(nanoseconds, 1);

    /// <summary>Adds a value that occurred so many times.</summary>
    internal void Record(long nanoseconds, int count)
    {
        long value = Math.Max(nanoseconds, 0);
        uint bucket = (uint)Bucket(value);
        (_rows[bucket / SubBuckets] ??= new long[SubBuckets])[bucket % SubBuckets] += count;
        Count += count;
        double sum = (double)value * count;
        _sum += sum;
        _sumOfSquares += sum * value;
        MinNanoseconds = Math.Min(MinNanoseconds, value);
        MaxNanoseconds = Math.Max(MaxNanoseconds, value);
    }

    /// <summary>Adds all values of another.</summary>
    public void Add(Histogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int i = 0; i < _rows.Length; i++)
        {
            if (other._rows[i] is { } more)
            {
                long[] row = _rows[i] ??= new long[SubBuckets];
                for (int j = 0; j < row.Length; j++)
                {
                    row[j] += more[j];
                }
            }
        }

        Count += other.Count;
        _sum += other._sum;
        _sumOfSquares += other._sumOfSquares;
        MinNanoseconds = Math.Min(MinNanoseconds, other.MinNanoseconds);
        MaxNanoseconds = Math.Max(MaxNanoseconds, other.MaxNanoseconds);
    }

    /// <summary>
    /// The value that <paramref name="percent"/> of all values don't exceed (nearest rank); zero of
    /// none.
    /// </summary>
    /// <param name="percent">0 to 100; 0 is the smallest value, 100 the largest.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is neither.</exception>
    public TimeSpan Percentile(double percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        // Multiplied first: 99.9 / 100 is a little more than 0.999, and would be a rank too many.
        long rank = Math.Max(1, (long)Math.Ceiling(percent * Count / 100));
        long seen = 0;
        foreach ((long nanoseconds, long count) in Buckets())
        {
            seen += count;
            if (seen >= rank)
            {
                return FromNanoseconds(nanoseconds);
            }
        }

        return Max;
    }

    /// <summary>
    /// The values in ascending order: the middle of each bucket that holds any, in nanoseconds, and
    /// how many it holds.
    /// </summary>
    public IEnumerable<(long Nanoseconds, long Count)> Buckets()
    {
        for (int i = 0; i < _rows.Length * SubBuckets; i++)
        {
            if (_rows[i / SubBuckets]?[i % SubBuckets] is > 0 and long count)
            {
                yield return (Math.Clamp(Middle(i), MinNanoseconds, MaxNanoseconds), count);
            }
        }
    }

    // Values below 256 have a bucket each; above, bucket n of a power of two is as wide as 1/128 of
    // that power.
    static int Bucket(long value)
    {
        if (value < Linear)
        {
            return (int)value;
        }

        int shift = BitOperations.Log2((ulong)value) - SubBucketBits;
        return (shift * SubBuckets) + (int)(value >> shift);
    }

    static long Middle(int bucket)
    {
        if (bucket < Linear)
        {
            return bucket;
        }

        int shift = (bucket / SubBuckets) - 1;
        long low = (long)((bucket % SubBuckets) + SubBuckets) << shift;
        return low + (1L << (shift - 1));
    }
}

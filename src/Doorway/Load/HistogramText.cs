using System.Globalization;

namespace Doorway;

/// <summary>
/// A histogram in HdrHistogram's percentile text format (.hgrm), which its plotter reads: values in
/// milliseconds, at percentiles that stand the closer the nearer they are to 100, five for each
/// halving of the distance.
/// </summary>
public static class HistogramText
{
    const int TicksPerHalving = 5;
    const double Millisecond = 1_000_000;

    /// <summary>Writes it, with a table of percentiles and a footer of mean and maximum.</summary>
    /// <param name="histogram">What is written.</param>
    /// <param name="writer">Where it goes; lines end with a line feed alone.</param>
    public static void Write(Histogram histogram, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("       Value     Percentile TotalCount 1/(1-Percentile)\n\n");
        WriteTable(histogram, writer);
        double mean = histogram.Mean.TotalMilliseconds;
        double deviation = histogram.StandardDeviation.TotalMilliseconds;
        double max = histogram.MaxNanoseconds / Millisecond;
        Write(writer, $"#[Mean    = {mean,12:F6}, StdDeviation   = {deviation,12:F6}]\n");
        Write(writer, $"#[Max     = {max,12:F6}, Total count    = {histogram.Count,12}]\n");
        Write(
            writer,
            $"#[Buckets = {Histogram.Rows,12}, SubBuckets     = {Histogram.SubBuckets,12}]\n");
    }

    // HdrHistogram's PercentileIterator: a line for a level is written at the first bucket that
    // reaches it; several levels may be reached by the same bucket, but of the last one only one.
    static void WriteTable(Histogram histogram, TextWriter writer)
    {
        double level = 0;
        long seen = 0;
        foreach ((long nanoseconds, long count) in histogram.Buckets())
        {
            seen += count;
            bool more = true;
            while (more && 100.0 * seen / histogram.Count >= level)
            {
                double part = level / 100;
                Write(writer, $"{nanoseconds / Millisecond,12:F6} {part:F12} {seen,10}");
                Write(writer, $" {1 / (1 - part),14:F2}\n");
                level = Next(level);
                more = seen < histogram.Count;
            }
        }

        if (histogram.Count > 0)
        {
            Write(
                writer,
                $"{histogram.MaxNanoseconds / Millisecond,12:F6} {1.0:F12} {histogram.Count,10}\n");
        }
    }

    static double Next(double level)
    {
        double halvings = Math.Floor(Math.Log2(100 / (100 - level))) + 1;
        return level + (100 / (TicksPerHalving * Math.Pow(2, halvings)));
    }

    static void Write(TextWriter writer, FormattableString line) =>
        writer.Write(line.ToString(CultureInfo.InvariantCulture));
}

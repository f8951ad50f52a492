using System.Globalization;
using System.Text.RegularExpressions;

namespace Doorway.Tests.Load;

public sealed partial class HistogramTextTests
{
    static string Written(IEnumerable<long> values)
    {
        var histogram = new Histogram();
        foreach (long value in values)
        {
            histogram.Record(value);
        }

        using var writer = new StringWriter { NewLine = "\r\n" };
        HistogramText.Write(histogram, writer);
        return writer.ToString();
    }

    // The lines as the plotter takes them: four numbers, or three at 100 %.
    [GeneratedRegex(@"^ *(\d+\.\d+) (\d\.\d{12}) +(\d+)(?: +(\d+\.\d\d))?$")]
    private static partial Regex Row();

    static List<double[]> Rows(string text) =>
    [
        .. text.Split('\n').Select(line => Row().Match(line)).Where(match => match.Success)
            .Select(match => match.Groups.Values.Skip(1).Where(group => group.Success)
                .Select(group => double.Parse(group.Value, CultureInfo.InvariantCulture))
                .ToArray()),
    ];

    [Fact]
    public void Two_values_are_written_as_HdrHistogram_writes_them() => Assert.Equal(
        """
               Value     Percentile TotalCount 1/(1-Percentile)

            0.000200 0.000000000000          1           1.00
            0.000200 0.100000000000          1           1.11
            0.000200 0.200000000000          1           1.25
            0.000200 0.300000000000          1           1.43
            0.000200 0.400000000000          1           1.67
            0.000200 0.500000000000          1           2.00
            1.000000 0.550000000000          2           2.22
            1.000000 1.000000000000          2
        #[Mean    =     0.500100, StdDeviation   =     0.499900]
        #[Max     =     1.000000, Total count    =            2]
        #[Buckets =           57, SubBuckets     =          128]

        """.ReplaceLineEndings("\n"),
        Written([200, 1_000_000]));

    [Fact]
    public void Values_and_counts_only_grow_and_end_at_the_largest()
    {
        var random = new Random(7);
        List<double[]> rows = Rows(
            Written(Enumerable.Range(0, 100_000).Select(_ => random.NextInt64(1_000_000_000))));
        Assert.InRange(rows.Count, 30, 120);
        Assert.All(rows.Zip(rows.Skip(1)), pair =>
        {
            Assert.True(pair.First[0] <= pair.Second[0]);
            Assert.True(pair.First[1] < pair.Second[1]);
            Assert.True(pair.First[2] <= pair.Second[2]);
        });
        Assert.Equal([1, 100_000], rows[^1][1..]);
        Assert.All(rows[..^1], row =>
        {
            Assert.True(row[2] / 100_000 >= row[1] - 1e-12, $"{row[2]} reach {row[1]}");
            Assert.Equal(1 / (1 - row[1]), row[3], tolerance: 0.006 + (1e-9 * row[3] * row[3]));
            Assert.Equal(1_000 * row[1], row[0], tolerance: 12.0);
        });
    }

    [Fact]
    public void A_single_value_is_at_every_percentile() =>
        Assert.Equal([[0.005, 0, 1, 1], [0.005, 1, 1]], Rows(Written([5_000])));

    [Fact]
    public void Of_none_there_is_no_table()
    {
        string text = Written([]);
        Assert.Empty(Rows(text));
        Assert.Contains("Total count    =            0]", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
    }
}

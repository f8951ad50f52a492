using System.Globalization;

namespace Doorway.Cli.Bench;

/// <summary>
/// A run as comma-separated values (RFC 4180): a line of names, then a line for each second. Every
/// time is in seconds; a percentile of a second without an answer is empty.
/// </summary>
static class BenchCsv
{
    static readonly string[] CountNames =
    [
        "start", "length", "sent", "answered", "lost", "late", "duplicated", "reordered",
        "corrupted", "bytes_sent", "bytes_received",
    ];

    static readonly string[] Columns =
    [
        .. CountNames,
        .. BenchTable.Percentiles.Select(column => $"plan_{column.Name}"),
        .. BenchTable.Percentiles.Select(column => $"send_{column.Name}"),
    ];

    /// <summary>Writes all of it.</summary>
    public static void Write(LoadReport report, TextWriter output)
    {
        WriteLine(Columns);
        foreach (LoadSecond second in report.Timeline)
        {
            WriteLine([
                Seconds(second.Start), Seconds(second.Length), .. Counts(second.Counts),
                .. Percentiles(second.FromPlan), .. Percentiles(second.FromSend),
            ]);
        }

        void WriteLine(IEnumerable<string> values) =>
            output.Write(string.Join(',', values) + "\r\n");
    }

    static IEnumerable<string> Counts(LoadCounts counts) =>
        from count in (long[])
            [counts.Sent, counts.Answered, counts.Lost, counts.Late, counts.Duplicated,
             counts.Reordered, counts.Corrupted, counts.BytesSent, counts.BytesReceived]
        select count.ToString(CultureInfo.InvariantCulture);

    static IEnumerable<string> Percentiles(Histogram histogram) =>
        from column in BenchTable.Percentiles
        select histogram.Count == 0 ? "" : Seconds(histogram.Percentile(column.Percent));

    static string Seconds(TimeSpan time) =>
        time.TotalSeconds.ToString("0.#######", CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Doorway.Cli.Bench;

/// <summary>A plain line a second, where nothing can be redrawn in place.</summary>
static class BenchLines
{
    /// <summary>The line of a second.</summary>
    public static string Of(LoadSecond second)
    {
        double length = second.Length.TotalSeconds;
        double rate = length > 0 ? second.Counts.Answered / length : 0;
        double end = (second.Start + second.Length).TotalSeconds;
        string line = string.Create(CultureInfo.InvariantCulture, $"{end,7:0.0} s  ")
            + $"{Amount.Rate(rate),10}/s  p50 {Percentile(second, 50)}  "
            + $"p99 {Percentile(second, 99)}  max {Percentile(second, 100)}";
        return string.Concat(Misfortunes(second.Counts).Prepend(line));
    }

    /// <summary>What went wrong, as in ", 3 lost"; nothing where nothing did.</summary>
    public static IEnumerable<string> Misfortunes(LoadCounts counts) =>
        from fate in ((long Count, string Name)[])
            [(counts.Lost, "lost"), (counts.Late, "late"), (counts.Duplicated, "duplicated"),
             (counts.Reordered, "reordered"), (counts.Corrupted, "corrupted")]
        where fate.Count > 0
        select $", {Amount.Count(fate.Count)} {fate.Name}";

    static string Percentile(LoadSecond second, double percent) =>
        (second.FromPlan.Count == 0 ? "-" : Amount.Time(second.FromPlan.Percentile(percent)))
            .PadLeft(7);
}

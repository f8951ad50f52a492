using System.Globalization;
using System.Xml.Linq;

namespace Doorway.Cli.Bench.Html;

/// <summary>
/// Latency by percentile, both latencies in one drawing. Each step to the right is ten times
/// rarer: 90 %, 99 %, 99.9 %.
/// </summary>
static class PercentileDrawing
{
    const double NoLess = 10;

    /// <summary>The drawing; there must be an answer.</summary>
    public static XElement Of(LoadReport report)
    {
        var drawing = new Drawing(330, "Latency by percentile");
        (double left, double bottom) = drawing.Origin;
        (double right, double top) = Drawing.Corner;
        double rarest = Math.Max(report.FromPlan.Count, NoLess);
        double[] ticks = [.. Powers(rarest)];
        Axis across = Axis.Log(ticks, rarest, left, right);
        Axis up = Axis.Log(
            Math.Min(Least(report.FromPlan), Least(report.FromSend)),
            Math.Max(Most(report.FromPlan), Most(report.FromSend)), bottom, top);
        drawing.DrawGrid(up, Name);
        drawing.DrawFoot(across, Percentile, "percentile of the answers");
        drawing.DrawLine("send", Curve(report.FromSend, across, up));
        drawing.DrawLine("plan", Curve(report.FromPlan, across, up));
        return drawing.Element;
    }

    /// <summary>A time of so many nanoseconds as it is written beside an axis.</summary>
    public static string Name(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => $"{Digits(nanoseconds)} ns",
        < 1e6 => $"{Digits(nanoseconds / 1e3)} µs",
        < 1e9 => $"{Digits(nanoseconds / 1e6)} ms",
        _ => $"{Digits(nanoseconds / 1e9)} s",
    };

    // 1, 10, 100 of so many: 0 %, 90 %, 99 %.
    static IEnumerable<double> Powers(double rarest)
    {
        for (double power = 1; power <= rarest * 1.001; power *= 10)
        {
            yield return power;
        }
    }

    static string Percentile(double oneIn) => oneIn <= 1 ? "0 %"
        : (100 - (100 / oneIn)).ToString("0.##########", CultureInfo.InvariantCulture) + " %";

    static double Least(Histogram histogram) => Math.Max(histogram.Min.TotalNanoseconds, 100);

    static double Most(Histogram histogram) => Math.Max(histogram.Max.TotalNanoseconds, 100);

    // A step for each value: from the share below it to the share with it.
    static IEnumerable<(double X, double Y)?> Curve(Histogram histogram, Axis across, Axis up)
    {
        long before = 0;
        foreach ((long nanoseconds, long count) in histogram.Buckets())
        {
            double y = up.At(Math.Max(nanoseconds, 1));
            yield return (across.At(OneIn(before, histogram.Count)), y);
            before += count;
            yield return (across.At(OneIn(before, histogram.Count)), y);
        }
    }

    static double OneIn(long below, long all) => below >= all ? all : (double)all / (all - below);

    static string Digits(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

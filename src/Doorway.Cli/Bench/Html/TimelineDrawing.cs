using System.Globalization;
using System.Xml.Linq;

namespace Doorway.Cli.Bench.Html;

/// <summary>What each second of a run brought: answers, and latencies under them.</summary>
static class TimelineDrawing
{
    const int MostHints = 300;
    const int MostDots = 60;

    /// <summary>Answers a second; messages sent where no answer is expected.</summary>
    public static XElement Rate(LoadReport report)
    {
        var drawing = new Drawing(220, "Answers a second, over the run");
        (double left, double bottom) = drawing.Origin;
        (double right, double top) = Drawing.Corner;
        IReadOnlyList<LoadSecond> seconds = report.Timeline;
        Axis across = Axis.Time(End(seconds), left, right);
        Axis up = Axis.Linear(seconds.Max(second => PerSecond(report, second)), bottom, top);
        drawing.DrawGrid(up, Amount.Rate);
        drawing.DrawFoot(across, Second, "seconds since the warm-up");
        (double X, double Y)[] steps =
        [
            .. from second in seconds
               let y = up.At(PerSecond(report, second))
               from time in (TimeSpan[])[second.Start, second.Start + second.Length]
               select (across.At(time.TotalSeconds), y),
        ];
        drawing.DrawArea("area", steps);
        drawing.DrawLine("rate", steps.Select(step => ((double X, double Y)?)step));
        DrawHints(drawing, across, report);
        return drawing.Element;
    }

    /// <summary>The 99th percentile and the maximum of each second, of both latencies.</summary>
    public static XElement Latency(LoadReport report)
    {
        var drawing = new Drawing(260, "Latency, over the run");
        (double left, double bottom) = drawing.Origin;
        (double right, double top) = Drawing.Corner;
        LoadSecond[] answered =
            [.. report.Timeline.Where(second => second.FromPlan.Count > 0)];
        Axis across = Axis.Time(End(report.Timeline), left, right);
        Axis up = Axis.Log(
            answered.Min(second => Nanoseconds(second.FromSend, 99)),
            answered.Max(second => Nanoseconds(second.FromPlan, 100)), bottom, top);
        drawing.DrawGrid(up, PercentileDrawing.Name);
        drawing.DrawFoot(across, Second, "seconds since the warm-up");
        Draw("send dashed", second => second.FromSend, 100);
        Draw("plan dashed", second => second.FromPlan, 100);
        Draw("send", second => second.FromSend, 99);
        Draw("plan", second => second.FromPlan, 99);
        DrawHints(drawing, across, report);
        return drawing.Element;

        // A second without an answer breaks the line; one between two such would be invisible.
        void Draw(string style, Func<LoadSecond, Histogram> of, double percent)
        {
            (double X, double Y)?[] points = [.. report.Timeline.Select(second =>
                of(second).Count == 0 ? ((double, double)?)null
                    : (across.At(Middle(second)), up.At(Nanoseconds(of(second), percent))))];
            drawing.DrawLine(style, points);
            foreach ((double X, double Y)? point in points.Length > MostDots ? [] : points)
            {
                if (point is { } here)
                {
                    drawing.DrawDot(style, here.X, here.Y);
                }
            }
        }
    }

    static void DrawHints(Drawing drawing, Axis across, LoadReport report)
    {
        foreach (LoadSecond second in report.Timeline.Count > MostHints ? [] : report.Timeline)
        {
            drawing.DrawHint(
                across.At(second.Start.TotalSeconds),
                across.At((second.Start + second.Length).TotalSeconds),
                BenchLines.Of(second).Trim());
        }
    }

    static double PerSecond(LoadReport report, LoadSecond second)
    {
        long count = report.Plan.Expect == LoadExpectation.None
            ? second.Counts.Sent : second.Counts.Answered;
        return second.Length > TimeSpan.Zero ? count / second.Length.TotalSeconds : 0;
    }

    static double End(IReadOnlyList<LoadSecond> seconds) =>
        (seconds[^1].Start + seconds[^1].Length).TotalSeconds;

    static double Middle(LoadSecond second) => (second.Start + (second.Length / 2)).TotalSeconds;

    static double Nanoseconds(Histogram histogram, double percent) =>
        Math.Max(histogram.Percentile(percent).TotalNanoseconds, 100);

    static string Second(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

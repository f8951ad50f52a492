using Doorway.Cli.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;
using Color = Doorway.Cli.Terminal.Color;
using Words = Spectre.Console.Text;

namespace Doorway.Cli.Bench;

/// <summary>A run while it runs, on a terminal: redrawn in place, gone at its end.</summary>
sealed class BenchScreen
{
    const string ShowCursor = "\e[?25h";
    const string Levels = "▁▂▃▄▅▆▇█";
    const int LabelWidth = 34;
    const int MostBefore = 10;

    readonly BenchPlan _plan;
    readonly TextWriter _error;
    readonly IAnsiConsole _console;
    readonly int _width;
    readonly List<LoadSecond> _seconds = [];
    readonly List<string> _before = [];
    Histogram _fromPlan = new();
    Histogram _fromSend = new();
    LiveDisplayContext? _display;
    LoadCounts _counts;

    /// <param name="plan">The run.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="color">Its colour.</param>
    public BenchScreen(BenchPlan plan, TextWriter error, Color color)
    {
        _plan = plan;
        _error = error;
        _width = WindowSize.Columns();
        _console = Page.Moving(error, color);
    }

    /// <summary>Whether standard error is a terminal on which a cursor moves.</summary>
    public static bool Fits => !Console.IsErrorRedirected
        && (OperatingSystem.IsWindows()
            || Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"));

    /// <summary>Draws while the work is under way.</summary>
    public async Task<T> DuringAsync<T>(Func<Task<T>> work)
    {
        // A second Ctrl-C ends the program at once: the cursor must not stay hidden.
        void Restore(object? sender, EventArgs end) => _error.Write(ShowCursor);
        AppDomain.CurrentDomain.ProcessExit += Restore;
        try
        {
            return await _console.Live(Picture()).AutoClear(true).StartAsync(async display =>
            {
                _display = display;
                display.Refresh();
                return await work();
            });
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= Restore;
        }
    }

    /// <summary>Draws a second that has passed.</summary>
    public void Show(LoadSecond second)
    {
        _seconds.Add(second);
        _fromPlan.Add(second.FromPlan);
        _fromSend.Add(second.FromSend);
        _counts += second.Counts;
        _display?.UpdateTarget(Picture());
    }

    /// <summary>Begins anew, under a line on what came before.</summary>
    public void StartAgain(string before)
    {
        _seconds.Clear();
        _fromPlan = new Histogram();
        _fromSend = new Histogram();
        _counts = default;
        _before.Add(before);
        _display?.UpdateTarget(Picture());
    }

    Rows Picture()
    {
        List<IRenderable> rows = [.. _before.TakeLast(MostBefore).Select(line => new Words(line))];
        if (_seconds.Count == 0)
        {
            rows.Add(new Words(_plan.Load.WarmUp > TimeSpan.Zero ? "warming up" : "starting"));
            return new Rows(rows);
        }

        LoadSecond last = _seconds[^1];
        rows.Add(new Words(""));
        rows.Add(Graph("answers a second", Amount.Rate(PerSecond(last)), PerSecond, "green"));
        rows.Add(Graph(
            "p99 of the second", Amount.Time(last.FromPlan.Percentile(99)),
            second => second.FromPlan.Percentile(99).TotalNanoseconds, "cyan"));
        rows.Add(new Words(""));
        rows.Add(Latencies());
        rows.Add(new Words(string.Concat(
            BenchLines.Misfortunes(_counts).Prepend($"{Amount.Count(_counts.Sent)} sent"))));
        rows.Add(Progress(last));
        return new Rows(rows);
    }

    static double PerSecond(LoadSecond second) => second.Length > TimeSpan.Zero
        ? second.Counts.Answered / second.Length.TotalSeconds : 0;

    // The newest seconds as a row of bars, the highest one of them as high as a bar can be.
    Markup Graph(string name, string value, Func<LoadSecond, double> of, string ink)
    {
        LoadSecond[] shown = [.. _seconds.TakeLast(Math.Max(1, _width - LabelWidth))];
        double most = Math.Max(shown.Max(of), double.Epsilon);
        string bars = string.Concat(shown.Select(second =>
            Levels[(int)Math.Min(of(second) / most * Levels.Length, Levels.Length - 1)]));
        return new Markup($"{name,-19}{value,12}  [{ink}]{bars}[/]");
    }

    Grid Latencies()
    {
        var grid = new Grid();
        foreach ((string _, double _) in BenchTable.Percentiles.Prepend(("", 0)))
        {
            grid.AddColumn(new GridColumn().RightAligned().NoWrap().PadLeft(0).PadRight(2));
        }

        grid.AddRow(["", .. BenchTable.Percentiles.Select(column => column.Name)]);
        grid.AddRow(["from planned time", .. Row(_fromPlan)]);
        grid.AddRow(["from actual send", .. Row(_fromSend)]);
        return grid;
    }

    static IEnumerable<string> Row(Histogram histogram) =>
        BenchTable.Percentiles.Select(column => Amount.Time(histogram.Percentile(column.Percent)));

    Words Progress(LoadSecond last)
    {
        TimeSpan passed = last.Start + last.Length;
        return new Words(_plan.Load.Count is { } count
            ? $"{Amount.Asked(passed)}, {Amount.Share(_counts.Sent, count)} of the messages"
            : $"{Amount.Asked(passed)} of {Amount.Asked(_plan.Load.Duration)}; Ctrl-C ends it");
    }
}

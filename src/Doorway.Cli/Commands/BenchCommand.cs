using System.CommandLine;
using Doorway.Cli.Bench;
using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Commands;

/// <summary><c>doorway bench ADDRESS</c>: how fast a server is, and what it loses.</summary>
sealed class BenchCommand : Command
{
    const string Examples = """
          doorway bench localhost:12000                    10 s of TCP, 64 connections
          doorway bench udp://localhost:12000 -n 100k      100,000 datagrams: how many come back?
          doorway bench --rate 10k localhost:12000         what a user waits at that rate
          doorway bench --max --p99 5ms localhost:12000    the most that it bears
          doorway bench --reconnect localhost:12000        a server that closes after one answer
          doorway bench --html report.html localhost:7     a page with drawings (echo: port 7)
        """;

    readonly Argument<Address> _address = new("ADDRESS")
    {
        HelpName = "ADDRESS",
        Description = "The server: tcp://HOST:PORT, udp://HOST:PORT, unix:PATH or unixgram:PATH; "
            + "HOST:PORT means tcp",
        CustomParser = result => OptionValues.ParseAddress(result, result.Tokens[0].Value),
    };

    readonly PlanOptions _plan = new();

    readonly Option<string?> _csv = ToFile("--csv", "Write a row a second to FILE");

    readonly Option<string?> _hgrm = ToFile(
        "--hgrm", "Write the latency from the planned time to FILE, as HdrHistogram's plotter "
            + "reads it");

    readonly Option<string?> _html = ToFile(
        "--html", "Write a page with drawings and explanations to FILE");

    readonly Option<string?> _engine = EngineOption.Create();
    readonly Output _output = new();

    public BenchCommand()
        : base(
            "bench",
            "Measure a server: any that answers in upper case, or with what it got.\n"
            + "Every answer is checked. Latency is shown both ways: from the moment that a message "
            + "was planned for, and from the moment that it was sent.")
    {
        _address.CompletionSources.Add(OptionValues.Schemes);
        Arguments.Add(_address);
        _plan.AddTo(this);
        foreach (Option option in (Option[])[_csv, _hgrm, _html, _engine])
        {
            Options.Add(option);
        }

        _output.AddTo(this, showsCalls: false);
        HelpText.Add(this, Examples);
        SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
    }

    static Option<string?> ToFile(string name, string help) =>
        new(name) { Description = help, HelpName = "FILE" };

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Notices notices = _output.Notices(parsed);
        JsonEvents? events = _output.Events(parsed);
        BenchPlan plan = _plan.Get(
            parsed, parsed.GetValue(_address)!, EngineOption.Get(parsed, _engine)) with
        {
            CommandLine = CommandLine(parsed),
        };
        using var files = new ReportFiles(
            parsed.GetValue(_csv), parsed.GetValue(_hgrm), parsed.GetValue(_html));
        BenchScreen? screen = BenchScreen.Fits && events is null && !_output.IsQuiet(parsed)
            ? new BenchScreen(plan, Standard.Error(), notices.Color) : null;
        using var signals = new Signals();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task ending = signals.First.ContinueWith(
            _ => ended.CancelAsync(), cancellation, TaskContinuationOptions.None,
            TaskScheduler.Default);
        BenchOutcome outcome = await new BenchRun(plan, new BenchViews(notices, events, screen))
            .RunAsync(ended.Token);
        bool isStopped = signals.First.IsCompletedSuccessfully;
        if (isStopped && outcome.Report.Counts.Corrupted == 0)
        {
            // Who is stopped early may have had no answer yet.
            outcome = outcome with { Failure = null };
        }

        int code = isStopped ? await signals.First
            : outcome.Failure is null ? ExitCode.Ok : ExitCode.Failed;
        Report(parsed, outcome, events, code);
        if (outcome.Failure is { } failure)
        {
            notices.Fail(failure);
        }

        files.Write(outcome);
        return code;
    }

    void Report(ParseResult parsed, BenchOutcome outcome, JsonEvents? events, int code)
    {
        events?.Write("ended", json => BenchJson.Write(json, outcome, code));
        if (_output.WantsJson(parsed))
        {
            JsonReport.Write(json => BenchJson.Write(json, outcome, code));
        }
        else if (events is null && outcome.Report.Counts.Sent > 0)
        {
            BenchTable.Write(outcome, Standard.Screen());
        }
    }

    static string CommandLine(ParseResult parsed) =>
        ShellWords.Join(parsed.Tokens.Select(token => token.Value).Prepend("doorway"));
}

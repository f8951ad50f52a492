using System.CommandLine;
using Doorway.Check;
using Doorway.Cli.Bench;
using Doorway.Cli.Checks;
using Doorway.Cli.Checks.Batch;
using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Commands;

/// <summary><c>doorway check batch DIR</c>: a folder of submissions.</summary>
sealed class CheckBatchCommand : Command
{
    const string Examples = """
          doorway check batch submissions --run 'python3 {}/server.py' server tcp://:12000
          doorway check batch submissions --run 'java -cp {} Client' client udp://:12000
          doorway check batch programs --run 'python3 {}' --reports out server
        """;

    readonly Argument<string> _folder = new("DIR")
    {
        HelpName = "DIR",
        Description = "The folder that the submissions are in, each a folder or a file",
    };

    readonly Argument<string> _role = new("ROLE")
    {
        HelpName = "server|client",
        Description = "What they are",
    };

    readonly Argument<Address?> _address = new("ADDRESS")
    {
        HelpName = "ADDRESS",
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The server's address, as of check server and check client",
        CustomParser = result => OptionValues.ParseAddress(result, result.Tokens[0].Value),
    };

    readonly ValueOption<int> _jobs = OptionValues.Count(
        "--jobs", "Submissions at a time", "a processor each; 1 without isolation");

    readonly Option<string?> _reports = new("--reports")
    {
        Description = "Write a report of each submission, NAME.txt, .json and .html, and "
            + "results.csv into FOLDER",
        HelpName = "FOLDER",
    };

    readonly Option<string?> _csv = new("--csv")
    {
        Description = "Write a row for each submission to FILE",
        HelpName = "FILE",
    };

    readonly SubjectOptions _subject = new();
    readonly Output _output = new();

    public CheckBatchCommand()
        : base(
            "batch",
            "Check a folder of submissions: a report of each, and one table.\n"
            + "{} in --run stands for a submission's path, put in after the command was split into "
            + "words. Each runs in its own folder.")
    {
        Arguments.Add(_folder);
        _role.CompletionSources.Add("server", "client");
        Arguments.Add(_role);
        _address.CompletionSources.Add("tcp://", "udp://");
        Arguments.Add(_address);
        foreach (Option option in (Option[])[_jobs, _reports, _csv])
        {
            Options.Add(option);
        }

        _subject.AddTo(this, choosesFolder: false);
        _output.AddTo(this, showsCalls: false);
        HelpText.Add(this, Examples);
        SetAction((parsed, cancellation) =>
        {
            Notices notices = _output.Notices(parsed);
            return OwnFault.CatchAsync(notices, () => RunAsync(parsed, notices, cancellation));
        });
    }

    async Task<int> RunAsync(
        ParseResult parsed, Notices notices, CancellationToken cancellation)
    {
        CheckRole role = parsed.GetValue(_role) switch
        {
            "server" => CheckRole.Server,
            "client" => CheckRole.Client,
            var word => throw new UsageException(
                $"\"{word}\" is neither server nor client: doorway check batch DIR --run CMD "
                + "server tcp://:12000"),
        };
        Address? address = parsed.GetValue(_address);
        CheckPlan plan = _subject.Plan(parsed, role, address);
        if (plan.Isolate != false)
        {
            UserNamespace.Enter();
        }

        HomeThread.Begin();
        string run = _subject.Run(parsed) ?? "";
        if (!run.Contains(Submission.Place, StringComparison.Ordinal))
        {
            throw new UsageException(
                "--run says how a submission is run, {} being its path: --run 'python3 "
                + "{}/server.py'");
        }

        JsonEvents? events = _output.Events(parsed);
        string[] tables = Tables(parsed);
        bool draws = BenchScreen.Fits && events is null && !_output.IsQuiet(parsed);
        using var signals = new Signals();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task ending = signals.First.ContinueWith(
            _ => ended.CancelAsync(), cancellation, TaskContinuationOptions.None,
            TaskScheduler.Default);
        var batch = new BatchRun
        {
            Submissions = Submission.In(parsed.GetValue(_folder)!, run),
            Words = one => Words(parsed, one, run, role, address),
            Jobs = Jobs(parsed, plan),
            Time = plan.TotalTime,
            Screen = new BatchScreen(
                notices, draws ? Page.Moving(Standard.Error(), notices.Color) : null),
            Ended = (result, all) =>
            {
                events?.Write("submission", json => BatchJson.Write(json, result));
                WriteTables(tables, all);
            },
        };
        WriteTables(tables, []);
        IReadOnlyList<SubmissionResult> all = await batch.RunAsync(ended.Token);
        int code = signals.First.IsCompletedSuccessfully
            ? await signals.First : BatchJson.ExitCode(all);
        Report(parsed, events, all, code);
        return code;
    }

    void Report(
        ParseResult parsed, JsonEvents? events, IReadOnlyList<SubmissionResult> all, int code)
    {
        events?.Write("ended", json => BatchJson.Write(json, all, code));
        if (_output.WantsJson(parsed))
        {
            JsonReport.Write(json => BatchJson.Write(json, all, code));
        }
        else if (events is null)
        {
            BatchTable.Write(all, Standard.Screen());
        }
    }

    // What a submission's own check is asked for.
    IEnumerable<string> Words(
        ParseResult parsed, Submission one, string run, CheckRole role, Address? address) =>
    [
        "check", CheckWords.Of(role), "--run", one.Command(run),
        .. address is null ? [] : (string[])[address.ToString()],
        .. _subject.Words(parsed),
        .. _subject.Only(parsed).SelectMany(id => (string[])["--only", id]),
        "--folder", one.Folder, "--json-stream", "--quiet",
        .. parsed.GetValue(_reports) is { } reports ? Reports(reports, one.Name) : [],
    ];

    static string[] Reports(string folder, string name)
    {
        string path = Path.GetFullPath(Path.Combine(folder, name));
        return ["--text-file", $"{path}.txt", "--json-file", $"{path}.json", "--html",
            $"{path}.html"];
    }

    // Without a network each, two of them would meet at one port.
    int Jobs(ParseResult parsed, CheckPlan plan)
    {
        bool isIsolated = plan.Isolate != false && CheckRun.CanIsolate;
        int jobs = _jobs.Of(parsed) ?? (isIsolated ? Environment.ProcessorCount : 1);
        return isIsolated || jobs == 1 ? jobs : throw new UsageException(
            $"--jobs {jobs}: without a network for each, submissions would meet at one port; "
            + "leave it out");
    }

    string[] Tables(ParseResult parsed)
    {
        var paths = new List<string>();
        if (parsed.GetValue(_reports) is { } reports)
        {
            Directory.CreateDirectory(reports);
            paths.Add(Path.Combine(reports, "results.csv"));
        }

        if (parsed.GetValue(_csv) is { } csv)
        {
            paths.Add(csv);
        }

        return [.. paths];
    }

    static void WriteTables(string[] paths, IReadOnlyList<SubmissionResult> results)
    {
        foreach (string path in paths)
        {
            LiveFile.Write(path, output => BatchTable.WriteCsv(results, output));
        }
    }
}

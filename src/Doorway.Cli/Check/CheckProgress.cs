using System.Diagnostics;
using Doorway.Check;
using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Checks;

/// <summary>Collects what a check finds, and passes it on as it comes; any thread may add.
/// </summary>
/// <param name="request">What was asked for.</param>
/// <param name="notices">What is said on standard error.</param>
/// <param name="events">Events on standard output; null unless asked for.</param>
/// <param name="files">The reports.</param>
sealed class CheckProgress(
    CheckRequest request, Notices notices, JsonEvents? events, LiveReports files)
{
    readonly Lock _gate = new();
    readonly long _started = Stopwatch.GetTimestamp();
    readonly List<CaseResult> _results = [];
    readonly List<string> _log = [];
    Traits? _traits;

    /// <summary>What is known now.</summary>
    public CheckSheet Sheet
    {
        get
        {
            lock (_gate)
            {
                return new CheckSheet
                {
                    Request = request,
                    Traits = _traits,
                    Results = [.. _results.OrderBy(result => Place(result.Case))],
                    Log = [.. _log],
                    Time = Stopwatch.GetElapsedTime(_started),
                };
            }
        }
    }

    /// <summary>Begins: every report is there from now on.</summary>
    /// <exception cref="UsageException">A file can't be written.</exception>
    public void Begin()
    {
        files.Begin(Sheet);
        events?.Write("started", json => json.WriteString("command", request.Command));
    }

    /// <summary>What the program is.</summary>
    public void Know(Traits traits)
    {
        lock (_gate)
        {
            _traits = traits;
            events?.Write("subject", json => CheckJson.WriteSubject(json, traits));
            files.Write(Sheet);
        }
    }

    /// <summary>A line on what was found out, or is not possible here.</summary>
    public void Say(string line)
    {
        lock (_gate)
        {
            _log.Add(line);
            string shown = Shown.Text(line);
            events?.Write("log", json => json.WriteString("text", shown));
            if (events is null)
            {
                notices.Say(shown);
            }
        }
    }

    /// <summary>A result.</summary>
    public void Add(CaseResult result)
    {
        lock (_gate)
        {
            _results.Add(result);
            CheckSheet sheet = Sheet;
            events?.Write("result", json => CheckJson.Write(json, result, sheet));
            files.Write(sheet);
        }
    }

    /// <summary>The end: all that was found.</summary>
    public CheckSheet End(CheckReport report)
    {
        if (report.IsOutOfTime)
        {
            Say("the time was over before all was tried: --timeout gives it more");
        }

        if (report.NotAsked is { } reason)
        {
            Say($"{reason}, and no case that was tried says why");
        }

        return End(sheet => sheet with
        {
            Traits = report.Traits ?? _traits,
            Results = report.Results,
            NotStarted = report.NotStarted,
            IsIsolated = report.IsIsolated,
            HasEnded = true,
            IsComplete = !report.IsOutOfTime && report.NotAsked is null,
        });
    }

    /// <summary>The end by a signal: what was found until then.</summary>
    /// <param name="code">The signal's exit code.</param>
    public CheckSheet Stop(int code) =>
        End(sheet => sheet with { HasEnded = true, StoppedWith = code });

    CheckSheet End(Func<CheckSheet, CheckSheet> ended)
    {
        lock (_gate)
        {
            CheckSheet sheet = ended(Sheet);
            files.Write(sheet);
            return sheet;
        }
    }

    // A case that is not of the suite comes behind all that are.
    static int Place(CheckCase one)
    {
        for (int i = 0; i < Suite.Cases.Count; i++)
        {
            if (Suite.Cases[i].Id == one.Id)
            {
                return i;
            }
        }

        return int.MaxValue;
    }
}

using System.Diagnostics;
using System.Net.Sockets;

namespace Doorway.Check.Running;

/// <summary>
/// One case being tried on a program, on a thread of its own. One that does not come back in time
/// has its program and its sockets taken away, so that it does.
/// </summary>
sealed class CaseAttempt
{
    // A case ends itself at its deadline; this is for one that hangs in a call.
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LastGrace = TimeSpan.FromSeconds(4);

    readonly Traits _traits;
    readonly Isolation _isolation;
    readonly Func<Launch> _launch;
    readonly TimeSpan _time;
    readonly Lock _gate = new();
    Action<CaseResult>? _finished;
    Trial? _trial;
    long _started;
    string? _endedFor;

    /// <summary>Not yet begun.</summary>
    public CaseAttempt(
        CheckCase one, CheckLevel level, Traits traits, Isolation isolation,
        Func<Launch> launch, TimeSpan time)
    {
        Case = one;
        Level = level;
        _traits = traits;
        _isolation = isolation;
        _launch = launch;
        _time = time + one.ExtraTime;
    }

    /// <summary>The case.</summary>
    public CheckCase Case { get; }

    /// <summary>How much it asks of the program.</summary>
    public CheckLevel Level { get; }

    TimeSpan Age => Stopwatch.GetElapsedTime(_started);

    /// <summary>Begins; the result is told once, by whatever thread has it.</summary>
    public void Start(Action<CaseResult> finished)
    {
        _finished = finished;
        _started = Stopwatch.GetTimestamp();
        new Thread(Try) { IsBackground = true, Name = Case.Id }.Start();
    }

    /// <summary>To be called now and then: ends the case when its time is over.</summary>
    public void Watch()
    {
        if (IsOver(Grace))
        {
            End($"it took longer than {Seconds(_time)}");
        }

        if (IsOver(LastGrace))
        {
            Tell(new Verdict(CaseOutcome.Broken, Reason: "the case did not come back"), []);
        }
    }

    bool IsOver(TimeSpan grace) => Age > _time + grace && _trial?.Patience.IsOver(grace) != false;

    /// <summary>Takes its program and sockets away.</summary>
    public void End(string reason)
    {
        lock (_gate)
        {
            if (_endedFor is not null)
            {
                return;
            }

            _endedFor = reason;
        }

        _trial?.Dispose();
    }

    /// <summary>A result for a case that was never begun.</summary>
    public CaseResult NotBegun(string reason) => new()
    {
        Case = Case,
        Level = Level,
        Outcome = CaseOutcome.Skipped,
        Reason = reason,
    };

    void Try()
    {
        Verdict verdict;
        IReadOnlyList<TraceEvent> trace = [];
        try
        {
            using Room room = _isolation.Enter();
            var trial = new Trial(_traits, () => _launch() with { Room = room }, _time);
            if (_isolation.IsIsolated)
            {
                trial.Wire.Open();
            }

            verdict = Try(trial);
            trace = trial.Trace.Events;
        }
        catch (Exception fault)
        {
            verdict = Fault(fault);
        }

        Tell(verdict, trace);
    }

    Verdict Try(Trial trial)
    {
        using (trial)
        {
            lock (_gate)
            {
                _trial = trial;
                if (_endedFor is not null)
                {
                    return Verdict.Skipped(_endedFor);
                }
            }

            Verdict verdict = Judge(trial);
            return verdict.Finding is { } finding
                ? verdict with { Finding = LastWords.AddTo(finding, trial) } : verdict;
        }
    }

    Verdict Judge(Trial trial)
    {
        if (Case.NeedsAnswer && _traits.Mute is { } mute)
        {
            return Verdict.Skipped(mute);
        }

        try
        {
            Verdict verdict = Case.Run(trial);
            return _endedFor is null ? verdict : Verdict.Skipped(_endedFor);
        }
        catch (Exception) when (_endedFor is not null)
        {
            return Verdict.Skipped(_endedFor);
        }
        catch (SubjectGoneException gone)
        {
            return Verdict.Skipped(gone.Message);
        }
        catch (OutOfTimeException)
        {
            return Verdict.Skipped(_traits.TakesLong
                ? $"the program sleeps long each time, and {Seconds(_time)} were not enough"
                : $"the program was still busy after {Seconds(_time)}");
        }
        catch (SocketException refused)
        {
            return Verdict.Skipped(trial.Subject?.Exit is { } exit
                ? $"the program {exit}"
                : $"the program could not be reached: {refused.SocketErrorCode}");
        }
        catch (Exception fault)
        {
            return Fault(fault);
        }
    }

    static Verdict Fault(Exception fault) => new(
        CaseOutcome.Broken,
        Reason: $"{fault.GetType().Name}: {fault.Message.ReplaceLineEndings(" ")}"
            + (fault.StackTrace?.Split('\n') is [string first, ..] ? $" ({first.Trim()})" : ""));

    void Tell(Verdict verdict, IReadOnlyList<TraceEvent> trace)
    {
        Action<CaseResult>? finished = Interlocked.Exchange(ref _finished, null);
        finished?.Invoke(new CaseResult
        {
            Case = Case,
            Level = Level,
            Outcome = verdict.Outcome,
            Finding = verdict.Finding,
            Reason = verdict.Reason,
            Trace = trace,
            Time = Age,
        });
    }

    static string Seconds(TimeSpan time) =>
        FormattableString.Invariant($"{time.TotalSeconds:0.#} s");
}

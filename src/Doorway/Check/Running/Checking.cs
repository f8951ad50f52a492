using System.Diagnostics;

namespace Doorway.Check.Running;

/// <summary>One check from its start to its report; used once.</summary>
sealed class Checking
{
    readonly CheckPlan _plan;
    readonly IReadOnlyList<CheckCase> _chosen;
    readonly CancellationToken _cancellation;
    readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Begins now.</summary>
    public Checking(
        CheckPlan plan, IReadOnlyList<CheckCase> chosen, CancellationToken cancellation)
    {
        _plan = plan;
        _chosen = chosen;
        _cancellation = cancellation;
    }

    /// <summary>Does it.</summary>
    public CheckReport Run()
    {
        Traits traits = Known();
        (CheckCase Case, CheckLevel Level)[] cases = [..
            from one in _chosen
            let level = one.LevelFor(traits)
            where level is not null
            select (one, level.Value)];
        if (cases.Length == 0)
        {
            throw new CheckException("no case is for such a program");
        }

        var queue = new CaseQueue(
            cases.Select(one => new CaseAttempt(one.Case, one.Level, traits, Launch, _plan.CaseTime)),
            1, _plan.TotalTime);
        IReadOnlyList<CaseResult> results = queue.Run(_plan.Finished, _cancellation);
        return new CheckReport
        {
            Traits = traits,
            Results = [.. cases.Select(one => results.First(result => result.Case == one.Case))],
            Time = Stopwatch.GetElapsedTime(_started),
        };
    }

    Traits Known() => new()
    {
        Role = _plan.Role,
        Transport = _plan.Address?.Transport ?? Transport.Tcp,
        Port = _plan.Address?.Port ?? 0,
        Profile = _plan.Profile ?? CheckProfile.Textbook,
        Service = _plan.Service ?? CheckService.Upper,
        Language = Languages.Of(_plan.Command ?? []),
        IsStartedByUs = _plan.Command is not null,
    };

    Launch Launch() => new()
    {
        Command = _plan.Command!,
        Folder = _plan.Folder,
        Limits = _plan.Limits,
    };
}

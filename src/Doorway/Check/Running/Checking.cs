using System.Diagnostics;

namespace Doorway.Check.Running;

/// <summary>One check from its start to its report; used once.</summary>
sealed class Checking
{
    // They mostly wait, and those of a program that sleeps hardly do anything else.
    const int UsuallyAtOnce = 10, AtOnceIfSlow = 40;

    // The part of the time that it takes to end what is under way when the rest is over: 1 s of 30.
    const double Ending = 1 / 30.0;

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
        Isolation isolation = _plan.Command is null
            ? new SharedMachine() : Isolation.Choose(_plan.Isolate, _plan.Log);
        if (BuildsFirst.Advice(_plan.Command ?? []) is { } advice)
        {
            Log(advice);
        }

        TimeSpan Left() => _plan.TotalTime - Stopwatch.GetElapsedTime(_started);
        var stage = new Stage(_plan, isolation, Launch, Left, _cancellation);
        traits = traits.Role == CheckRole.Server
            ? ServerDiscovery.Find(stage, _plan, traits, Log)
            : ClientDiscovery.Find(stage, _plan, traits, Log);
        traits = InLanguage(traits, CrashSite.Of(traits.Look?.LastWords ?? [])?.Language);
        _plan.Known?.Invoke(traits);
        (CheckCase Case, CheckLevel Level)[] cases = [..
            from one in _chosen
            let level = one.LevelFor(traits)
            where level is not null
            select (one, level.Value)];
        if (cases.Length == 0)
        {
            throw new CheckException(
                $"no case that was asked for is for a {Describe(traits)}");
        }

        var queue = new CaseQueue(
            cases.Select(one => new CaseAttempt(
                one.Case, one.Level, traits, isolation, Launch, _plan.CaseTime)),
            AtOnce(isolation, traits), Left() - Ending * _plan.TotalTime);
        IReadOnlyList<CaseResult> results = queue.Run(_plan.Finished, _cancellation);
        return new CheckReport
        {
            Traits = InLanguage(traits, Languages.Of(
                results.Select(result => result.Finding).OfType<Finding>())),
            Results = [.. cases.Select(one => results.First(result => result.Case == one.Case))],
            NotStarted = NotStarted(traits, results),
            IsIsolated = isolation.IsIsolated,
            IsOutOfTime = queue.IsOutOfTime,
            NotAsked = NotAsked(traits, results),
            Time = Stopwatch.GetElapsedTime(_started),
        };
    }

    static string? NotAsked(Traits traits, IReadOnlyList<CaseResult> results) =>
        results.Any(one => one.Case.NeedsAnswer)
            && results.All(one => one.Outcome != CaseOutcome.Failed) ? traits.Mute : null;

    int AtOnce(Isolation isolation, Traits traits) => !isolation.IsIsolated ? 1
        : _plan.AtOnce > 0 ? _plan.AtOnce
        : traits.TakesLong ? AtOnceIfSlow : UsuallyAtOnce;

    // The same as the case says that is about it, also where that case was not asked for.
    static Finding? NotStarted(Traits traits, IReadOnlyList<CaseResult> results) =>
        traits.Look is not { HasStarted: false } ? null
            : results.FirstOrDefault(one => one.Case is Program.Start)?.Finding
                ?? new Finding { Symptom = Program.Start.Sentence(traits.Mute!) };

    static string Describe(Traits traits) =>
        $"{traits.Transport.Scheme()} {traits.Role} of the profile {traits.Profile}"
            .ToLowerInvariant();

    // What the command and the file did not show, a traceback may.
    static Traits InLanguage(Traits traits, Language? told) =>
        traits.Language == Language.Unknown && told is { } language
            ? traits with { Language = language } : traits;

    void Log(string line) => _plan.Log?.Invoke(line);

    Traits Known() => new()
    {
        Role = _plan.Role,
        Transport = _plan.Address?.Transport ?? Transport.Tcp,
        Port = _plan.Address?.Port ?? 0,
        Asked = _plan.Address,
        Profile = _plan.Profile ?? CheckProfile.Textbook,
        Service = _plan.Service ?? _plan.Profile switch
        {
            CheckProfile.Echo => CheckService.Echo,
            CheckProfile.Greeting => CheckService.Greeting,
            _ => CheckService.Upper,
        },
        Language = Languages.Of(_plan.Command ?? [], _plan.Folder),
        Input = _plan.Input,
        IsStartedByUs = _plan.Command is not null,
    };

    Launch Launch() => new()
    {
        Command = _plan.Command!,
        Folder = _plan.Folder,
        Limits = _plan.Limits,
    };
}

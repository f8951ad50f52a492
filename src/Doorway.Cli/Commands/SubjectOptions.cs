using System.CommandLine;
using Doorway.Check;
using Doorway.Cli.Checks;
using Doorway.Services;

namespace Doorway.Cli.Commands;

/// <summary>The options for which program is checked, how, and within which limits.</summary>
sealed class SubjectOptions
{
    readonly Option<string?> _run = new("--run")
    {
        Description = "The program, split into words as a shell does, and run without one",
        HelpName = "CMD",
        CustomParser = result => OptionValues.Checked(result, text => CommandLine.Split(text)),
    };

    readonly Option<string?> _folder = new("--folder")
    {
        Description = "The folder that the program runs in (default this one)",
        HelpName = "FOLDER",
    };

    readonly Option<string?> _profile = OptionValues.Choice(
        "--profile",
        "How it cuts its messages: textbook (one message, one answer, the end), line, loop "
        + "(answers what comes, as it comes), greeting, two-way or echo (default found out)",
        string.Join('|', CheckWords.Profiles), CheckWords.Profiles);

    readonly Option<string?> _service = OptionValues.Choice(
        "--service", "What the server does with a message (default found out)",
        string.Join('|', CheckWords.Services), CheckWords.Services);

    readonly Option<string[]> _input = new("--input")
    {
        Description = "Type this line whenever the program is started, before anything else: what "
            + "it asks first, such as a server's name; may be given again",
        HelpName = "LINE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    readonly Option<string[]> _only = new("--only")
    {
        Description = "Try this case alone, or those whose ids begin so; may be given again",
        HelpName = "ID",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    readonly ValueOption<TimeSpan> _timeout = OptionValues.Time(
        "--timeout", "How long all cases may take together", "30s");

    readonly ValueOption<TimeSpan> _caseTimeout = OptionValues.Time(
        "--case-timeout", "How long one case may take", "8s");

    readonly ValueOption<int> _atOnce = OptionValues.Count(
        "--at-once", "Cases side by side", "chosen by the machine; 1 without isolation");

    readonly Option<bool> _noIsolation = OptionValues.Switch(
        "--no-isolation", "Use this machine's own loopback, one case at a time, though each could "
            + "have a network of its own");

    readonly ValueOption<long> _memory = OptionValues.Memory(
        "--max-memory", "Private memory of each of the program's processes", "2g");

    readonly ValueOption<int> _processes = OptionValues.Count(
        "--max-processes", "Processes and threads of the program", "512");

    readonly ValueOption<int> _files = OptionValues.Count(
        "--max-files", "Open files of each of its processes", "1024");

    readonly ValueOption<int> _printed = OptionValues.Size(
        "--max-output", "Bytes kept of what it prints", "1m");

    public SubjectOptions() => _only.CompletionSources.Add(_ => Suite.Cases.Select(one =>
        new System.CommandLine.Completions.CompletionItem(one.Id)));

    IEnumerable<Option> All =>
    [
        _run, _folder, _profile, _service, _input, _only, _timeout, _caseTimeout, _atOnce,
        _noIsolation, _memory, _processes, _files, _printed,
    ];

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="choosesFolder">Whether the program's folder can be chosen.</param>
    public void AddTo(Command command, bool choosesFolder = true)
    {
        foreach (Option option in All.Where(option => choosesFolder || option != _folder))
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The program as it was written; null where none is named.</summary>
    public string? Run(ParseResult parsed) => parsed.GetValue(_run);

    /// <summary>The ids that were asked for.</summary>
    public IReadOnlyList<string> Only(ParseResult parsed) => parsed.GetValue(_only) ?? [];

    /// <summary>What is to be checked.</summary>
    /// <exception cref="UsageException">It can't be.</exception>
    public CheckPlan Plan(ParseResult parsed, CheckRole role, Address? address)
    {
        var limits = new SubjectLimits();
        var plan = new CheckPlan { Role = role };
        return plan with
        {
            Command = Run(parsed) is { } run ? CommandLine.Split(run) : null,
            Folder = Folder(parsed),
            Address = address,
            Profile = Chosen<CheckProfile>(parsed.GetValue(_profile), CheckWords.Of),
            Service = Chosen<CheckService>(parsed.GetValue(_service), CheckWords.Of),
            Input = parsed.GetValue(_input) ?? [],
            Only = Only(parsed),
            TotalTime = Bounded(_timeout, parsed) ?? plan.TotalTime,
            CaseTime = Bounded(_caseTimeout, parsed) ?? plan.CaseTime,
            AtOnce = _atOnce.Of(parsed) ?? plan.AtOnce,
            Isolate = parsed.GetValue(_noIsolation) ? false : null,
            Limits = limits with
            {
                Memory = _memory.Of(parsed) ?? limits.Memory,
                Processes = _processes.Of(parsed) ?? limits.Processes,
                Descriptors = _files.Of(parsed) ?? limits.Descriptors,
                Output = _printed.Of(parsed) ?? limits.Output,
            },
        };
    }

    /// <summary>The options given, as words, without --run and --only.</summary>
    public IReadOnlyList<string> Words(ParseResult parsed) =>
        [.. from option in All
            where option != _run && option != _only
            where parsed.GetResult(option) is { Implicit: false }
            let words = parsed.GetResult(option)!.Tokens.Select(token => token.Value)
            from word in option == _input
                ? words.SelectMany(line => (string[])[option.Name, line])
                : words.Prepend(option.Name)
            select word];

    string? Folder(ParseResult parsed)
    {
        string? folder = parsed.GetValue(_folder);
        return folder is null || Directory.Exists(folder)
            ? folder : throw new UsageException($"--folder {folder}: there is no such folder");
    }

    static TimeSpan? Bounded(ValueOption<TimeSpan> option, ParseResult parsed) =>
        option.Of(parsed) is not { } time ? null
        : time != Limits.Never ? time
        : throw new UsageException(
            $"{option.Name} never: a stranger's program may never end; write 30s");

    static T? Chosen<T>(string? word, Func<T, string> name) where T : struct, Enum =>
        word is null ? null : Enum.GetValues<T>().First(value => name(value) == word);
}

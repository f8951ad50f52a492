using System.CommandLine;
using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Commands;

/// <summary>The options that every verb has on what it says, and where.</summary>
sealed class Output
{
    readonly Option<bool> _verbose =
        OptionValues.Switch("--verbose", "Show every socket call, a line each", "-v");

    readonly Option<bool> _quiet = OptionValues.Switch("--quiet", "Say nothing but failures", "-q");

    readonly Option<bool> _calls = OptionValues.Switch(
        "--calls", "At the end, show who called what: client, server, UDP, TCP");

    readonly Option<bool> _json = OptionValues.Switch(
        "--json", "At the end, write one JSON document to standard output");

    readonly Option<bool> _jsonStream = OptionValues.Switch(
        "--json-stream", "Write events to standard output, one JSON object a line");

    // One for all verbs: whoever reports a failure of any of them knows it.
    static readonly Option<string?> ColorOption = OptionValues.Choice(
        "--color",
        "When to colour what is not data: on a terminal, unless NO_COLOR is set or TERM is dumb "
        + "(auto, default), always or never",
        string.Join('|', Color.Words), Color.Words);

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="showsCalls">Whether it can show its socket calls.</param>
    public void AddTo(Command command, bool showsCalls = true)
    {
        if (showsCalls)
        {
            command.Options.Add(_verbose);
            command.Options.Add(_calls);
        }

        command.Options.Add(_quiet);
        command.Options.Add(_json);
        command.Options.Add(_jsonStream);
        command.Options.Add(ColorOption);
    }

    /// <summary>What is said on standard error.</summary>
    public Notices Notices(ParseResult parsed) =>
        new(Standard.Error, parsed.GetValue(_quiet), () => ErrorColor(parsed));

    /// <summary>The colour of standard error.</summary>
    public static Color ErrorColor(ParseResult parsed) =>
        Color.Of(parsed.GetValue(ColorOption), !Console.IsErrorRedirected);

    /// <summary>The colour of standard output, for what is no data.</summary>
    public static Color ScreenColor(ParseResult parsed) =>
        Color.Of(parsed.GetValue(ColorOption), !Console.IsOutputRedirected);

    /// <summary>Whether nothing but data and failures is shown.</summary>
    public bool IsQuiet(ParseResult parsed) => parsed.GetValue(_quiet);

    /// <summary>Whether calls are printed as they happen.</summary>
    public bool IsVerbose(ParseResult parsed) => parsed.GetValue(_verbose);

    /// <summary>Whether the table of calls is printed at the end.</summary>
    public bool WantsCalls(ParseResult parsed) => parsed.GetValue(_calls);

    /// <summary>Whether a JSON document is written at the end.</summary>
    public bool WantsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>The stream of events, null unless asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="outlivesReader">
    /// Whether the work goes on when nobody reads the events any more.
    /// </param>
    /// <exception cref="UsageException">--json is given too.</exception>
    public JsonEvents? Events(ParseResult parsed, bool outlivesReader = false)
    {
        if (!parsed.GetValue(_jsonStream))
        {
            return null;
        }

        // A document of several lines would break the stream of one event a line.
        return parsed.GetValue(_json)
            ? throw new UsageException(
                "--json and --json-stream exclude each other; leave one out")
            : new JsonEvents(Standard.Output(), outlivesReader);
    }

    /// <summary>A journal, if anything will read it.</summary>
    public Journal? Journal(ParseResult parsed) =>
        IsVerbose(parsed) || WantsCalls(parsed) ? new Journal() : null;

    /// <summary>Prints the calls of a journal as they happen, where asked for.</summary>
    public CallList? Print(
        ParseResult parsed, Journal? journal, Notices notices, JsonEvents? events)
    {
        if (journal is null || !IsVerbose(parsed))
        {
            return null;
        }

        return events is null ? CallList.On(journal, notices) : new CallList(journal, events.Call);
    }

    /// <summary>Prints the table of calls, where asked for.</summary>
    public void PrintTable(ParseResult parsed, Journal? journal)
    {
        if (journal is not null && WantsCalls(parsed))
        {
            CallTable.Write(journal.Snapshot(), journal.Dropped, Standard.Error());
        }
    }
}

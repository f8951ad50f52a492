using System.CommandLine;
using System.CommandLine.Parsing;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Links;

/// <summary>
/// The options for what a link does: one for each kind of impairment, made from the table of kinds,
/// and presets.
/// </summary>
sealed class ImpairmentOptions
{
    readonly Option<LinkChange[]>[] _kinds = [.. ImpairmentSet.Kinds.Select(Create)];

    readonly Option<LinkPreset?> _preset = CreatePreset();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option<LinkChange[]> option in _kinds)
        {
            command.Options.Add(option);
        }

        command.Options.Add(_preset);
    }

    /// <summary>What is asked for in one direction: the preset, and over it the rest.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="direction">Which direction.</param>
    /// <param name="transport">What the link carries.</param>
    /// <exception cref="UsageException">
    /// A kind is given twice for the direction, or does nothing on the transport.
    /// </exception>
    public ImpairmentSet Get(ParseResult parsed, Direction direction, Transport transport)
    {
        ImpairmentSet set =
            parsed.GetValue(_preset)?.For(direction, transport) ?? ImpairmentSet.None;
        foreach (Option<LinkChange[]> option in _kinds)
        {
            LinkChange[] changes = parsed.GetValue(option) ?? [];
            if (changes.Count(change => change.Directions.Contains(direction)) > 1)
            {
                string way = direction == Direction.ToServer ? "to-server" : "to-client";
                throw new UsageException(
                    $"{option.Name} is given more than once for {way}; leave one out");
            }

            foreach (LinkChange change in changes)
            {
                set = Apply(option, change, direction, set, transport);
            }
        }

        return set;
    }

    /// <summary>Says so where the preset has nothing for the transport.</summary>
    public void SayWhereIdle(ParseResult parsed, Transport transport, Notices notices)
    {
        if (transport.IsStream && parsed.GetValue(_preset) is { } preset
            && LinkReport.Directions.All(way => preset.For(way, transport).Count == 0))
        {
            notices.Say(
                $"preset {preset.Name} does nothing to a stream: TCP loses, doubles and reorders "
                + "nothing, it only takes longer");
        }
    }

    static ImpairmentSet Apply(
        Option option, LinkChange change, Direction direction, ImpairmentSet set,
        Transport transport)
    {
        try
        {
            return change.Apply(direction, set, transport);
        }
        catch (FormatException failure)
        {
            throw new UsageException($"{option.Name}: {failure.Message}");
        }
    }

    static Option<LinkChange[]> Create(ImpairmentKind kind)
    {
        string scope = (kind.OnDatagrams, kind.OnStreams) switch
        {
            (true, true) => "",
            (true, false) => "; datagrams only",
            _ => "; streams only",
        };
        var option = new Option<LinkChange[]>($"--{kind.Name}")
        {
            Description = kind.Help + scope,
            HelpName = kind.Form.Length > 0
                ? kind.Form : string.Join('|', LinkChange.DirectionNames),
            Arity = ArgumentArity.OneOrMore,
            CustomParser = result => [.. result.Tokens
                .Select(token => Read(result, () => LinkChange.Parse(kind, token.Value)))
                .OfType<LinkChange>()],
        };
        option.CompletionSources.Add(
            [
                .. LinkChange.DirectionNames.Select(
                    name => kind.Form.Length > 0 ? $"{name}:" : name),
                "off",
            ]);
        return option;
    }

    static Option<LinkPreset?> CreatePreset()
    {
        var option = new Option<LinkPreset?>("--preset")
        {
            Description = "Impairments of both directions under one name, which other options "
                + "override. "
                + string.Join("; ", LinkPreset.All.Select(one => $"{one.Name}: {one.Help}")),
            HelpName = string.Join('|', LinkPreset.All.Select(one => one.Name)),
            CustomParser = result =>
                Read(result, () => LinkPreset.Parse(result.Tokens[^1].Value)),
        };
        option.CompletionSources.Add([.. LinkPreset.All.Select(one => one.Name)]);
        return option;
    }

    static T? Read<T>(ArgumentResult result, Func<T> parse)
        where T : class
    {
        try
        {
            return parse();
        }
        catch (FormatException failure)
        {
            result.AddError($"{((OptionResult)result.Parent!).Option.Name}: {failure.Message}");
            return null;
        }
    }
}

using System.CommandLine;

namespace Doorway.Cli.Commands;

/// <summary>Which engine moves the bytes.</summary>
static class EngineOption
{
    static readonly Engine[] Engines = [Engine.Portable];

    /// <summary>The option.</summary>
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--engine")
        {
            Description = $"What moves the bytes (default {Engine.Default.Name})",
            HelpName = string.Join("|", Engines.Select(engine => engine.Name)),
        };
        option.AcceptOnlyFromAmong([.. Engines.Select(engine => engine.Name)]);
        return option;
    }

    /// <summary>The engine asked for, or the default.</summary>
    public static Engine Get(ParseResult parsed, Option<string?> option) =>
        Engines.FirstOrDefault(engine => engine.Name == parsed.GetValue(option)) ?? Engine.Default;
}

using System.CommandLine;

namespace Doorway.Cli.Commands;

/// <summary>Which engine moves the bytes.</summary>
static class EngineOption
{
    static readonly Engine[] Engines =
        [.. new[] { Engine.Linux, Engine.LinuxBlocking, Engine.Portable }.OfType<Engine>()];

    /// <summary>The option.</summary>
    public static Option<string?> Create() => OptionValues.Choice(
        "--engine", $"What moves the bytes (default {Engine.Default.Name})",
        string.Join("|", Engines.Select(engine => engine.Name)),
        [.. Engines.Select(engine => engine.Name)]);

    /// <summary>The engine asked for, or the default.</summary>
    public static Engine Get(ParseResult parsed, Option<string?> option) =>
        Engines.FirstOrDefault(engine => engine.Name == parsed.GetValue(option)) ?? Engine.Default;
}

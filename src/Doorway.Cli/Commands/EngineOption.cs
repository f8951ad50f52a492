using System.CommandLine;

namespace Doorway.Cli.Commands;

/// <summary>Which engine moves the bytes.</summary>
static class EngineOption
{
    static readonly Engine[] Engines = Engine.Linux is { } linux
        ? [linux, Engine.LinuxBlocking!, Engine.Portable] : [Engine.Portable];

    static readonly string[] Names = Array.ConvertAll(Engines, engine => engine.Name);

    /// <summary>The option.</summary>
    public static Option<string?> Create() => OptionValues.Choice(
        "--engine", $"What moves the bytes (default {Engine.Default.Name})",
        string.Join('|', Names), Names);

    /// <summary>The engine asked for, or the default.</summary>
    public static Engine Get(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } name
            ? Array.Find(Engines, engine => engine.Name == name)! : Engine.Default;
}

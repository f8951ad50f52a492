namespace Doorway.Check.Program;

/// <summary>A case about the program itself, judged by what was seen as it was met first.</summary>
abstract class ProgramCase : CheckCase
{
    public override CheckRole Role => CheckRole.Server;

    internal override bool NeedsAnswer => false;

    /// <summary>Whether it is a server that we start.</summary>
    private protected static bool IsOurServer(Traits traits) =>
        traits is { Role: CheckRole.Server, IsStartedByUs: true };

    /// <summary>What it printed on its standard error, as evidence; nothing where that is
    /// empty.</summary>
    private protected static IReadOnlyList<Evidence> Printed(IReadOnlyList<string> lines) =>
        lines.Count == 0 ? [] : [new Evidence.Text(Running.LastWords.Heading, lines)];
}

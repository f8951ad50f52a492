using Doorway.Check;
using Doorway.Tests.Command;

namespace Doorway.Tests.Check;

/// <summary>A finding whose program died names the place; one whose program lives does not.
/// </summary>
[Collection(nameof(MutantTests))]
public sealed class CrashPlaceTests
{
    [Theory]
    [InlineData("bad/dies_of_invalid_text.py", "tcp/text/invalid-utf8",
        "line.decode()", "UnicodeDecodeError: 'utf-8' codec can't decode byte 0x")]
    [InlineData("bad/program_start.py", "program/start",
        "import socketservers", "ModuleNotFoundError: No module named 'socketservers'")]
    [InlineData("bad/tcp_client_stack_trace.py", "tcp/client/refused-trace",
        "create_connection(", "ConnectionRefusedError: [Errno 111] Connection refused")]
    public async Task The_line_that_died_is_named(string name, string id, string code, string what)
    {
        string[] source = File.ReadAllLines(Path.Combine(Programs.Peers, name));
        int line = 1 + Array.FindIndex(source, one => one.Contains(code));
        (Finding? finding, string text) = await FindAsync(name, id);
        Assert.True(
            finding?.Place?.StartsWith($"{Path.GetFileName(name)}, line {line}: {what}") == true,
            $"{finding?.Place}\n{text}");
    }

    [Fact]
    public async Task A_program_that_lives_died_nowhere()
    {
        (Finding? finding, string text) = await FindAsync("bad/split_write.py",
            "tcp/stream/split-write");
        Assert.True(finding is { Place: null }, text);
    }

    static async Task<(Finding? Finding, string Text)> FindAsync(string name, string id)
    {
        CheckPlan plan = await Mutant.Read(name).PlanAsync();
        (CheckReport report, string text) =
            await MutantTests.RunAsync(plan with { Only = [id] });
        return (report.Results.FirstOrDefault(one => one.Case.Id == id)?.Finding, text);
    }
}

using Doorway.Tests.Command;

namespace Doorway.Tests.Repository;

/// <summary>The microbenchmarks are not in the solution; they compile all the same.</summary>
public sealed class BenchMicroTests
{
    [Fact]
    public async Task They_build_and_name_every_piece()
    {
        string run = Path.Combine(Programs.Repository, "bench", "micro", "run");

        // test.sh has had the same code analyzed.
        var options = new ChildOptions
        {
            Environment = new Dictionary<string, string?> { ["RunAnalyzers"] = "false" },
        };
        await using ChildProcess list = ChildProcess.Start(run, ["--list", "flat"], options);
        string names = await list.FilterAsync("", TimeSpan.FromMinutes(4));
        Assert.Contains("AddressParsing.Parse", names, StringComparison.Ordinal);
        Assert.Contains("JournalWriting.Record", names, StringComparison.Ordinal);
        Assert.Contains("Turns.Session", names, StringComparison.Ordinal);
    }
}

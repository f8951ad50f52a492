using Doorway.Tests.Command;

namespace Doorway.Tests.Repository;

/// <summary>The library's public face changes on purpose or not at all.</summary>
public sealed class PublicApiTests
{
    static string Snapshot { get; } = Path.Combine(
        Programs.Repository, "tests", "Doorway.Tests", "Repository", "PublicApi.txt");

    [Fact]
    public void The_public_API_is_the_one_in_the_snapshot()
    {
        string actual = PublicApi.Describe(typeof(IService).Assembly);
        if (Environment.GetEnvironmentVariable("DOORWAY_ACCEPT") == "1")
            File.WriteAllText(Snapshot, actual);
        string expected = File.Exists(Snapshot) ? File.ReadAllText(Snapshot) : "";
        if (expected == actual)
            return;
        string[] before = expected.Split('\n'), after = actual.Split('\n');
        IEnumerable<string> changes = before.Except(after).Select(line => $"- {line}")
            .Concat(after.Except(before).Select(line => $"+ {line}"));
        Assert.Fail("The public API has changed. If that is meant, run this test once with " +
            $"DOORWAY_ACCEPT=1 and commit PublicApi.txt.\n{string.Join('\n', changes)}");
    }
}

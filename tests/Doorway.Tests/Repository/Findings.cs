namespace Doorway.Tests.Repository;

/// <summary>Fails with every finding, a line each; xunit's own list is cut short.</summary>
static class Findings
{
    public static void None(IEnumerable<string> findings)
    {
        string[] all = [.. findings];
        Assert.True(all.Length == 0, $"{all.Length} findings\n{string.Join('\n', all)}");
    }
}

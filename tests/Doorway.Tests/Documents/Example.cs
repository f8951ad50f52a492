namespace Doorway.Tests.Documents;

/// <summary>
/// A block of a document that is run as printed: a fence of <c>console</c> holds commands, each after
/// <c>$ </c>, and what they print; one of <c>console server</c> goes on running for the blocks after it, up to
/// the next such block. In one of <c>console figures</c> something is measured: its numbers are of one run, all
/// else is the same in each.
/// </summary>
sealed record Example(int Line, bool IsServer, bool IsMeasured, string Commands, string[] Expected)
{
    const string Fence = "```";
    const string Prompt = "$ ";

    public static IReadOnlyList<Example> In(string document)
    {
        var found = new List<Example>();
        string[] lines = File.ReadAllLines(document);
        for (int at = 0; at < lines.Length; at++)
        {
            if (lines[at] is not ("```console" or "```console server" or "```console figures"))
            {
                continue;
            }

            bool isServer = lines[at].EndsWith("server", StringComparison.Ordinal);
            bool isMeasured = lines[at].EndsWith("figures", StringComparison.Ordinal);
            string[] body = [.. lines.Skip(at + 1).TakeWhile(line => line != Fence)];
            string[] commands =
                [.. body.Where(IsCommand).Select(line => line[Prompt.Length..])];
            found.Add(new Example(
                at + 1, isServer, isMeasured, string.Join('\n', commands),
                [.. body.Where(line => !IsCommand(line))]));
            at += body.Length + 1;
        }

        return found;
    }

    static bool IsCommand(string line) => line.StartsWith(Prompt, StringComparison.Ordinal);
}

using System.Text;

namespace Doorway.Check.Client.Tcp;

/// <summary>The end of an earlier, longer answer is shown behind a shorter one.</summary>
sealed class StaleTail : TcpClientCase
{
    // So much of an old answer is no accident.
    const int Telling = 4;

    public override string Id => "tcp/client/stale-tail";

    public override string Title => "Shows the rest of an old answer behind a shorter one";

    public override string Requirement => "Nothing of an earlier answer is shown with a later one.";

    public override string Source =>
        "recv(2) (it writes what was received, and leaves the rest of the buffer as it was)";

    protected override CheckLevel? LevelOf(CheckProfile profile) =>
        IsLong(profile) ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The buffer still holds the last answer when the next one is received into it. "
            + "Where the new one is shorter, the old one's end stands behind it.",
        How = "A long line is typed and answered, then a short one. The standard output is "
            + "searched for the short answer with the long one's end behind it.",
        Causes =
        [
            "The number of bytes received is not used, or no NUL is written behind them.",
        ],
        Fix = "Show as many bytes as the receive call returned, no more.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.C] = """
                ssize_t length = recv(client, answer, sizeof answer - 1, 0);
                if (length > 0)
                    answer[length] = '\0';
                """,
            [Language.Python] = "print(buffer[:count].decode())",
            [Language.Java] = "new String(buffer, 0, count, StandardCharsets.UTF_8)",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        string old = talk.Exchange("the quick brown fox jumps over it");
        string answer = talk.Exchange("lazy dog");
        talk.End();
        string shown = talk.Client.Output.Text;
        if (shown.Contains('\0', StringComparison.Ordinal))
        {
            return Verdict.Skipped("the program shows NULs, which hide an old answer's end");
        }

        int newline = talk.Bytes("").Length;
        string[] wrong =
        [
            $"{answer}{old.AsSpan(answer.Length, Telling)}",
            $"{answer}\n{old.AsSpan(answer.Length + newline, Telling)}",
        ];
        return wrong.FirstOrDefault(one => shown.Contains(one, StringComparison.Ordinal))
            is not { } seen
            ? Verdict.Passed
            : Verdict.Failed(
                $"The answer '{answer}' was shown with the end of '{old}' behind it.",
                new Evidence.Difference(
                    Encoding.UTF8.GetBytes(answer), Encoding.UTF8.GetBytes(seen)));
    }
}

using System.Text;

namespace Doorway.Check.Client.Tcp;

/// <summary>The last bytes of a short answer are not shown.</summary>
sealed class MissingTail : ShownCase
{
    public override string Id => "tcp/client/missing-tail";

    public override string Title => "Cuts the end off the answer";

    public override string Requirement => "An answer is shown to its last character.";

    public override string Source => "recv(2), RETURN VALUE (the number of bytes received)";

    protected override CheckLevel? LevelOf(CheckProfile profile) => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A client that always takes the last character away, because it expects a newline "
            + "there, damages an answer that has none. So does one that reads fewer bytes than "
            + "came.",
        How = "A line is typed, the server answers it in one segment, and the answer is looked "
            + "for on the standard output.",
        Causes =
        [
            "The last character is cut off, whatever it is, to be rid of a newline.",
            "The receive call asks for fewer bytes than the answer has.",
            "The length is one too small: a loop ends at length - 1.",
        ],
        Fix = "Take a newline away only where there is one, and ask recv for as many bytes as "
            + "the buffer holds.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "print(answer.decode().rstrip(\"\\n\"))",
            [Language.Java] =
                "String answer = in.readLine(); // without its newline, where it has one",
            [Language.C] = """
                while (length > 0 && answer[length - 1] == '\n')
                    length--;
                """,
        },
    };

    protected override Verdict Judge(Subject client, Sighting seen, string answer) =>
        seen.As != Shown.Short
            ? Verdict.Passed
            : Verdict.Failed(
                $"The server answered {answer.Length} bytes in one segment, and the program "
                    + $"showed the first {seen.Text.Length} of them.",
                new Evidence.Difference(
                    Encoding.UTF8.GetBytes(answer), Encoding.UTF8.GetBytes(seen.Text)));
}

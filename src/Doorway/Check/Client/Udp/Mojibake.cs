using System.Text;
using System.Text.RegularExpressions;

namespace Doorway.Check.Client.Udp;

/// <summary>Letters beyond ASCII are shown as other ones.</summary>
sealed partial class Mojibake : CheckCase
{
    public override string Id => "udp/client/mojibake";

    public override string Title => "Shows other letters than came";

    public override string Requirement => "An answer in UTF-8 is shown with the letters it has.";

    public override string Source =>
        "RFC 3629; RFC 2277 3.1 (protocols must be able to use UTF-8)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The same bytes are other letters in another encoding: the two bytes of Ï in UTF-8 "
            + "are Ã and a control character in Latin-1. ASCII is the same in most, so the fault "
            + "is not seen until an answer holds something else.",
        How = "A line is typed and answered with letters that take two bytes each; standard output "
            + "is compared, as UTF-8.",
        Causes =
        [
            "The bytes are decoded by another name: latin-1, ascii.",
            "Each byte is printed as a character.",
        ],
        Fix = "Name UTF-8 where bytes become text.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "print(answer.decode(\"utf-8\"))",
            [Language.Java] = """
                new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8)
                """,
            [Language.JavaScript] = "console.log(answer.toString('utf8'));",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        const string line = "naïve-ümlaut";
        var talk = new UdpTalk(trial);
        Received question = talk.Ask(line);
        talk.Answer(question.From, line);
        string right = talk.RightText(line);
        Sighting seen = talk.Find(right);
        string output = talk.Client.Output.Text;
        if (seen.As is not (Shown.Nothing or Shown.Short) || InQuotes().IsMatch(output))
        {
            // Whole, or as bytes, which is another case.
            return Verdict.Passed;
        }

        int at = output.IndexOf(right[^5..], StringComparison.Ordinal);
        int start = output.LastIndexOf(right[..2], Math.Max(at, 0), StringComparison.Ordinal);
        if (at >= 0 && start >= 0)
        {
            string shown = output[start..(at + 5)];
            return Verdict.Failed(
                $"The answer \"{right}\" is shown as \"{shown}\".",
                new Evidence.Difference(
                    Encoding.UTF8.GetBytes(right), Encoding.UTF8.GetBytes(shown)));
        }

        return talk.Crash() is { } crash
            ? Verdict.Failed($"The answer \"{right}\" came, and the program died: {crash}.")
            : Verdict.Skipped("it does not show its answers: see udp/client/not-shown");
    }

    [GeneratedRegex("""b['"]NA""", RegexOptions.IgnoreCase)]
    private static partial Regex InQuotes();
}

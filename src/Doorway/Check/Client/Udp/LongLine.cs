using System.Text;

namespace Doorway.Check.Client.Udp;

/// <summary>A long line is cut before it is sent.</summary>
sealed class LongLine : CheckCase
{
    public override string Id => "udp/client/long-line";

    public override string Title => "Cuts a long line";

    public override string Requirement => "A line of 1,400 bytes is sent whole, as one datagram.";

    public override string Source => "RFC 8085 3.2 (message size); fgets(3); scanf(3)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Should : null;

    /// <summary>A word of so many bytes in which every place looks different.</summary>
    public static string Word(int length)
    {
        var word = new StringBuilder();
        for (int i = 0; word.Length < length; i++)
        {
            word.Append(i).Append("-abc-");
        }

        return word.ToString(0, length);
    }

    public override Explanation Explanation { get; } = new()
    {
        Why = "1,400 bytes fit into one Ethernet frame, and a person who pastes text types that "
            + "much at once. A buffer that is too small cuts the line; the rest stays in the input "
            + "and becomes the next message, or is written over other variables.",
        How = "A line of 1,400 characters is typed, and the datagram's length is looked at.",
        Causes =
        [
            "The line is read into a short array.",
            "In C: scanf(\"%s\") or gets writes past the array's end.",
        ],
        Fix = "Read into an array that holds the longest line you promise to send, or use a "
            + "function that makes its own room.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.C] = """
                char *line = NULL;
                size_t size = 0;
                ssize_t length = getline(&line, &size, stdin);
                """,
            [Language.Python] = "sentence = input()",
            [Language.Java] = "String sentence = reader.readLine();",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        string line = Word(1_400);
        var talk = new UdpTalk(trial);
        byte[] typed = Encoding.UTF8.GetBytes(line);
        if (talk.TryAsk(line) is not { } question)
        {
            string how = talk.Client.Exit is { Signal: not 0 } exit ? $": the program {exit}."
                : talk.Crash() is { } crash ? $"; the program died: {crash}." : ".";
            return !talk.SendsPlainText()
                ? Verdict.Skipped(
                    "it sends nothing to the server's port: another case says so")
                : Verdict.Failed(
                    $"{typed.Length} characters were typed and nothing was sent{how}");
        }

        byte[] got = question.Bytes;
        int common = typed.AsSpan().CommonPrefixLength(got);
        if (common == typed.Length || common < 8)
        {
            // Something else altogether, or in pieces, is another case.
            return Verdict.Passed;
        }

        return Verdict.Failed(
            $"{typed.Length} characters were typed, and the datagram holds the first {common}.",
            new Evidence.Difference(typed, got));
    }
}

using System.Text;

namespace Doorway.Check.Client.Tcp;

/// <summary>Letters beyond ASCII are decoded wrongly.</summary>
sealed class Mojibake : TcpClientCase
{
    const string Letters = "ŻÓŁW";
    const string Text = "TORTUGA " + Letters + " TURTLE";

    public override string Id => "tcp/client/mojibake";

    public override string Title => "Garbles letters beyond ASCII in an answer";

    public override string Requirement => "An answer in UTF-8 is shown with its own letters.";

    public override string Source =>
        "RFC 3629 3; RFC 2277 3.1 (protocols must be able to use UTF-8)";

    protected override CheckLevel? LevelOf(CheckProfile profile) => CheckLevel.Should;

    public override Explanation Explanation { get; } = new()
    {
        Why = "UTF-8 writes a letter beyond ASCII as two to four bytes. Read as Latin-1, each "
            + "byte becomes a letter of its own; read as ASCII, the program fails or prints "
            + "question marks.",
        How = $"The server answers '{Text}', and the standard output is searched for it.",
        Causes =
        [
            "The bytes are decoded with another encoding than UTF-8.",
            "Each byte is made a character of its own.",
        ],
        Fix = "Decode as UTF-8, and name the encoding: the default may differ between machines.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "answer.decode(\"utf-8\")",
            [Language.Java] =
                "new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)",
            [Language.CSharp] = "Encoding.UTF8.GetString(buffer, 0, count)",
            [Language.JavaScript] = "socket.setEncoding('utf8')",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        if (trial.Traits.Profile != CheckProfile.Greeting)
        {
            // As many bytes as will come back: some clients count on that.
            talk.Ask(new string('a', Encoding.UTF8.GetByteCount(Text)));
        }

        talk.Answer(Text);
        talk.End();
        string shown = talk.Client.Output.Text;
        if (shown.Contains(Letters, StringComparison.Ordinal))
        {
            return Verdict.Passed;
        }

        bool failed = Crash.Happened(talk.Client)
            && talk.Client.Errors.Text.Contains("ecod", StringComparison.Ordinal);
        if (!failed && (!shown.Contains("TURTLE", StringComparison.Ordinal)
            || shown.Contains("b'", StringComparison.Ordinal)))
        {
            return Verdict.Skipped("the program does not show an answer as text");
        }

        return Verdict.Failed(
            failed ? "The program failed at an answer with letters beyond ASCII."
                : $"The server answered '{Letters}', and the program showed {Name(shown)}.",
            new Evidence.Difference(
                Encoding.UTF8.GetBytes(Text), Encoding.UTF8.GetBytes(Around(shown))));
    }

    static string Name(string shown) =>
        shown.Contains(Encoding.Latin1.GetString("Ż"u8), StringComparison.Ordinal)
            ? "each of its bytes as a letter of Latin-1"
            : shown.Contains('?', StringComparison.Ordinal) ? "question marks"
            : shown.Contains('\uFFFD', StringComparison.Ordinal) ? "bytes that are no UTF-8"
            : "something else";

    // From the first word to the last.
    static string Around(string shown)
    {
        int start = shown.IndexOf("TORTUGA", StringComparison.Ordinal);
        int end = shown.IndexOf("TURTLE", StringComparison.Ordinal);
        return start >= 0 && end > start ? shown[start..(end + "TURTLE".Length)] : "";
    }
}

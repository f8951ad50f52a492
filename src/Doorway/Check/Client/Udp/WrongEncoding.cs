using System.Text;

namespace Doorway.Check.Client.Udp;

/// <summary>What was typed goes out in another encoding than UTF-8.</summary>
sealed class WrongEncoding : CheckCase
{
    const string Line = "naïve-café";

    public override string Id => "udp/client/wrong-encoding";

    public override string Title => "Sends text that is not UTF-8";

    public override string Requirement => "Text goes over the network in UTF-8.";

    public override string Source =>
        "RFC 3629; RFC 2277 3.1 (protocols must be able to use UTF-8)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A network carries bytes, not letters. Both sides must turn letters to bytes in the "
            + "same way, and that is UTF-8 unless they agreed on something else. ASCII letters "
            + "look the same in most encodings, so the fault is not seen until somebody types an "
            + "é.",
        How = $"\"{Line}\" is typed as UTF-8, 12 bytes, and the datagram is compared with it.",
        Causes =
        [
            "The text is encoded by another name: latin-1, ascii, utf-16.",
            "The platform's own encoding is used.",
        ],
        Fix = "Name UTF-8 where text becomes bytes.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "client_socket.sendto(sentence.encode(\"utf-8\"), server)",
            [Language.Java] = "byte[] data = sentence.getBytes(StandardCharsets.UTF_8);",
            [Language.CSharp] = "byte[] data = Encoding.UTF8.GetBytes(sentence);",
            [Language.JavaScript] = "socket.send(Buffer.from(line, 'utf8'), port, host);",
        },
    };

    /// <summary>The encoding that a datagram of a line is in; null where it is none of the usual
    /// wrong ones.</summary>
    public static string? NameOf(ReadOnlySpan<byte> datagram, string line)
    {
        foreach ((string name, Encoding encoding) in new[]
        {
            ("UTF-16, the low byte first", Encoding.Unicode),
            ("UTF-16, the high byte first", Encoding.BigEndianUnicode),
            ("UTF-32", Encoding.UTF32),
        })
        {
            // With a byte order mark or without.
            if (datagram.IndexOf(encoding.GetBytes(line)) is 0 or 2 or 4)
            {
                return name;
            }
        }

        return null;
    }

    internal override Verdict Run(Trial trial)
    {
        var talk = new UdpTalk(trial);
        byte[] typed = Encoding.UTF8.GetBytes(Line);
        if (talk.TryAsk(Line) is not { } question)
        {
            string how = talk.Crash() is { } crash ? $": {crash}." : ".";
            return talk.SendsPlainText()
                ? Verdict.Failed($"Of \"{Line}\" nothing was sent{how}")
                : Verdict.Skipped(
                    "it sends nothing to the server's port: another case says so");
        }

        byte[] got = question.Bytes;
        if (got.AsSpan().IndexOf(typed) >= 0)
        {
            return Verdict.Passed;
        }

        string? name = NameOf(got, Line)
            ?? (got.AsSpan().StartsWith(Encoding.Latin1.GetBytes(Line)) ? "Latin-1"
            : got.AsSpan().StartsWith("na?ve"u8) ? "ASCII, with ? for what it doesn't have"
            : got.AsSpan().StartsWith("nave"u8) ? "ASCII, without what it doesn't have"
            : got.AsSpan().StartsWith(Twice(typed)) ? "UTF-8 twice over" : null);
        return name is null && !got.AsSpan().StartsWith("na"u8)
            ? Verdict.Skipped("it sends something else: see udp/client/altered")
            : Verdict.Failed(
                $"Of \"{Line}\", {typed.Length} bytes of UTF-8, {got.Length} bytes came"
                + (name is null ? "." : $": {name}."),
                new Evidence.Difference(typed, got));
    }

    // Bytes of UTF-8 taken for Latin-1, and encoded once more.
    static byte[] Twice(byte[] typed) => Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(typed));
}

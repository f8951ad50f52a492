using System.Text;

namespace Doorway.Check.Client.Udp;

/// <summary>The newline of the line is sent with it.</summary>
sealed class NewlineSent : CheckCase
{
    public override string Id => "udp/client/newline-sent";

    public override string Title => "Sends the newline too";

    public override string Requirement => "A datagram is the line without its newline.";

    public override string Source => "RFC 768 (Length); fgets(3)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A newline ends a line on a stream, where nothing else does. A datagram ends by "
            + "itself: UDP tells the receiver its length. A newline in it is one more byte of the "
            + "message; the server counts it, and sends it back.",
        How = "A line is typed, and the datagram is looked at for a newline at its end.",
        Causes = ["The line is sent as it was read: the function that reads it leaves the "
            + "newline."],
        Fix = "Take the newline off before sending.",
        CausesIn = new Dictionary<Language, string>
        {
            [Language.C] = "fgets keeps the newline in the buffer.",
            [Language.Python] = "sys.stdin.readline() keeps the newline; input() does not.",
            [Language.Go] = "ReadString('\\n') keeps the newline.",
            [Language.Rust] = "read_line keeps the newline.",
        },
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "sentence = sys.stdin.readline().rstrip(\"\\n\")",
            [Language.Java] = "String sentence = reader.readLine();",
            [Language.C] = "line[strcspn(line, \"\\n\")] = '\\0';",
            [Language.Go] = "line = strings.TrimRight(line, \"\\r\\n\")",
            [Language.Rust] = "let line = line.trim_end_matches('\\n');",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        const string line = "a line and its end";
        byte[] got = new UdpTalk(trial).Ask(line).Bytes;
        byte[] typed = Encoding.UTF8.GetBytes(line);
        ReadOnlySpan<byte> behind = got.AsSpan().StartsWith(typed)
            ? got.AsSpan(typed.Length) : [];
        string? newline = behind.StartsWith("\r\n"u8) ? "a carriage return and a newline"
            : behind.StartsWith("\n"u8) ? "a newline" : null;
        return newline is null
            ? Verdict.Passed
            : Verdict.Failed(
                $"{typed.Length} characters were typed, and {newline} came behind them.",
                new Evidence.Difference(typed, got));
    }
}

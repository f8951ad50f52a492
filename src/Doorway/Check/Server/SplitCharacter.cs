using System.Text;

namespace Doorway.Check.Server;

/// <summary>A character whose bytes arrive in two segments is spoiled.</summary>
sealed class SplitCharacter : CheckCase
{
    // Characters of two, three and four bytes, each cut in the middle.
    const string Text = "né€😀";
    static readonly int[] Ends = [2, 5, 8];

    public override string Id => "tcp/stream/split-character";

    public override string Title => "Spoils a character that arrives in two pieces";

    public override string Requirement =>
        "A character whose bytes arrive in several segments is read as one character.";

    public override string Source =>
        "RFC 3629 3 (a character takes 1 to 4 bytes); RFC 9293 3.7 (no boundaries in the stream)";

    public override CheckRole Role => CheckRole.Server;

    // The textbook's concurrent server decodes each piece by itself: it should learn of it.
    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line, CheckProfile.Echo) ? CheckLevel.Must
            : traits.IsTcpServer(CheckProfile.Loop) ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "TCP cuts the stream anywhere, also in the middle of a character: é is two bytes in "
            + "UTF-8, € three, 😀 four. Whoever decodes each piece by itself finds half a "
            + "character at its end, and either fails or puts U+FFFD (\uFFFD) in its place. It "
            + "happens once in a thousand messages, and only with text that is not English.",
        How = "A line with é, € and 😀 is sent whole, and then again, cut in the middle of each of "
            + "them. Both answers must be the same.",
        Causes =
        [
            "What recv returned is decoded at once, before the message is complete.",
        ],
        Fix = "Collect bytes, and decode the whole message; or use a decoder that keeps an "
            + "incomplete character until the rest of it arrives.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                decoder = codecs.getincrementaldecoder("utf-8")()
                ...
                text = decoder.decode(connection.recv(1024))   # keeps half a character
                """,
            [Language.Java] = """
                // A Reader keeps half a character; new String(buffer, 0, count, ...) does not.
                var in = new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8);
                """,
            [Language.CSharp] = """
                Decoder decoder = Encoding.UTF8.GetDecoder();  // one for each connection
                int count = decoder.GetChars(bytes.AsSpan(0, received), chars, flush: false);
                """,
            [Language.JavaScript] = """
                socket.setEncoding("utf8");                // keeps half a character
                """,
            [Language.Go] = """
                in := bufio.NewReader(connection)          // one for each connection
                line, err := in.ReadString('\n')           // whole lines
                """,
        },
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "connection.recv(1024).decode() raises UnicodeDecodeError at half "
                + "a character.",
            [Language.JavaScript] = "data.toString() in a \"data\" event decodes each piece by "
                + "itself.",
            [Language.Java] = "new String(buffer, 0, count, UTF_8) decodes each piece by itself.",
            [Language.CSharp] = "Encoding.UTF8.GetString decodes each piece by itself.",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        using TcpPeer peer = trial.Connect();
        if (StreamBasics.Pieces(trial, peer) is { } other)
        {
            return other;
        }

        byte[] message = trial.Message(Text);
        byte[] whole = trial.Traits.Manner.Answer(message);
        peer.Send(message);
        Reading control = peer.Read(whole.Length);
        if (!control.Is(whole))
        {
            // Another encoding is another case's finding; here only sameness counts.
            Reading rest = peer.Read(int.MaxValue);
            control = new Reading([.. control.Bytes, .. rest.Bytes], rest.End);
            if (control.Bytes.Length == 0 || control.End != ReadEnd.Quiet)
            {
                return StreamBasics.OneLine(trial)
                    ?? Verdict.Skipped("It does not answer characters beyond ASCII.");
            }
        }

        int start = 0;
        foreach (int end in (int[])[.. Ends, message.Length])
        {
            peer.Send(message.AsSpan(start, end - start));
            peer.Settle();
            start = end;
        }

        Reading answer = peer.Read(control.Bytes.Length);
        return answer.Is(control.Bytes)
            ? Verdict.Passed
            : Verdict.Failed(
                $"Sent {StreamBasics.Count(message.Length)}, cut inside of é, € and 😀: "
                    + $"{StreamBasics.Count(answer.Bytes.Length)} came back"
                    + $"{Replaced(answer)}{StreamBasics.Then(trial, answer.End)}.",
                new Evidence.Difference(control.Bytes, answer.Bytes));
    }

    static string Replaced(Reading answer) =>
        Encoding.UTF8.GetString(answer.Bytes).Contains('\uFFFD')
            ? ", with U+FFFD where characters were" : "";
}

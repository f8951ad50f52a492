using System.Text;

namespace Doorway.Check.Server;

/// <summary>Of a long message, only the beginning is answered.</summary>
sealed class LongRequest : CheckCase
{
    public const int Length = 3_000;

    public override string Id => "tcp/stream/long-request";

    public override string Title => "Cuts a long message";

    public override string Requirement => "A message of 3,000 bytes is answered in full.";

    public override string Source =>
        "recv(2) (returns at most as many bytes as it was given room for)";

    public override CheckRole Role => CheckRole.Server;

    // The textbook's own server reads 1,024 bytes once, on purpose.
    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Textbook) ? CheckLevel.Note : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "recv(1024) is not \"receive a message of up to 1,024 bytes\": it takes so many "
            + "bytes out of the stream, and leaves the rest there. A longer sentence comes back "
            + "cut, without an error anywhere.",
        How = "3,000 bytes are sent by one call, and all that comes back is read to the end.",
        Causes = ["The program calls recv once, with a buffer shorter than the message."],
        Fix = "Agree on an end of the message (a newline, its length before it, or the end of the "
            + "stream) and call recv until it is there. A larger number only moves the limit.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                sentence = b""
                while not sentence.endswith(b"\n"):        # if client and server agree on it
                    data = connection_socket.recv(1024)
                    if not data:
                        break
                    sentence += data
                """,
            [Language.Java] = """
                String sentence = in.readLine();           // if client and server agree on lines
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        using TcpPeer peer = trial.Connect();
        byte[] message = Text();
        byte[] expected = trial.Traits.Manner.Answer(message);
        peer.Send(message);
        Reading answer = peer.ReadAll();
        return answer.Is(expected)
            ? Verdict.Passed
            : Verdict.Failed(
                $"Sent {StreamBasics.Count(Length)}; "
                    + $"{StreamBasics.Count(answer.Bytes.Length)} came back"
                    + $"{StreamBasics.Then(trial, answer.End)}.",
                new Evidence.Difference(expected, answer.Bytes));
    }

    /// <summary>The long message: numbered words, so that it is seen where it was cut.</summary>
    public static byte[] Text()
    {
        var text = new StringBuilder();
        for (int i = 1; text.Length < Length; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"word{i} ");
        }

        return Encoding.UTF8.GetBytes(text.ToString(0, Length));
    }
}

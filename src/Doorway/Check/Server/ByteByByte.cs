namespace Doorway.Check.Server;

/// <summary>A message that comes byte by byte is not put together.</summary>
sealed class ByteByByte : CheckCase
{
    public override string Id => "tcp/stream/byte-by-byte";

    public override string Title => "Gives up on a message that comes byte by byte";

    public override string Requirement =>
        "A message is put together from as many segments as it takes, be it one for each byte.";

    public override string Source =>
        "RFC 9293 3.7 (segments do not keep the boundaries of writes); recv(2)";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Telnet in its character mode sends a segment for each key, and a slow link may cut "
            + "anywhere. A program that calls recv twice instead of once has only moved the fault.",
        How = "A message is sent one byte at a time; each byte leaves when the program has taken "
            + "the one before. Two pieces are tried first: where even they fail, that is the "
            + "finding tcp/stream/split-write.",
        Causes =
        [
            "recv is called a fixed number of times for a message.",
            "A limit on the number of receives ends the connection.",
            "The place in the buffer where the next piece belongs is computed wrongly.",
        ],
        Fix = "Call recv in a loop that ends when the message's end has arrived, and put each "
            + "piece behind the ones before.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                while b"\n" not in buffer:
                    piece = connection.recv(4096)
                    if not piece:
                        break                              # the client has ended
                    buffer += piece
                """,
            [Language.Java] = """
                while ((count = in.read(buffer, length, buffer.length - length)) > 0) {
                    length += count;                       // behind the pieces before
                    if (buffer[length - 1] == '\n') {
                        break;
                    }
                }
                """,
            [Language.C] = """
                while ((n = recv(connection, buffer + length, sizeof buffer - length, 0)) > 0) {
                    length += n;                           /* behind the pieces before */
                    if (memchr(buffer, '\n', length) != NULL)
                        break;
                }
                """,
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

        byte[] message = trial.Message("slowly");
        byte[] expected = trial.Traits.Manner.Answer(message);
        foreach (byte one in message)
        {
            peer.Send([one]);
            peer.Settle();
        }

        Reading answer = peer.Read(expected.Length);
        return answer.Is(expected)
            ? Verdict.Passed
            : StreamBasics.OneLine(trial) ?? Verdict.Failed(
                $"Sent {StreamBasics.Count(message.Length)} in {message.Length} segments; "
                    + $"{StreamBasics.Count(answer.Bytes.Length)} came back where "
                    + $"{expected.Length} were due{StreamBasics.Then(trial, answer.End)}.",
                new Evidence.Difference(expected, answer.Bytes));
    }
}

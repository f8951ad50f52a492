namespace Doorway.Check.Server;

/// <summary>A long line is cut, dropped or answered in pieces.</summary>
sealed class LongLine : CheckCase
{
    // A line that fits one buffer here and there, and no buffer that was guessed.
    const int Length = 64 * 1024;

    public override string Id => "tcp/stream/long-line";

    public override string Title => "Cuts a long line";

    public override string Requirement =>
        "A line of 64 KiB is answered in full.";

    public override string Source =>
        "RFC 9293 3.7 (the stream has no boundaries, so a line has no length that fits a buffer)";

    public override CheckRole Role => CheckRole.Server;

    // A limit is a protocol's right, if it is said aloud (RFC 5321 4.5.3.1.6 says 1,000).
    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line) ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A buffer of 1,024 bytes is enough until somebody pastes a paragraph. What does not "
            + "fit is cut off without a word, or taken for the next line, or written behind the "
            + "buffer's end. A server that faces strangers should have a limit; it is large, "
            + "known, and what is longer gets an answer that says so.",
        How = "A short line is sent in two pieces first; then one of 65,536 bytes, its newline "
            + "included. All of it must come back, in as many segments as it takes.",
        Causes =
        [
            "A buffer of fixed size holds one line, and the rest is cut off or lost.",
            "What fills the buffer is answered as if it were a whole line.",
            "The program ended: it wrote behind the end of its buffer.",
        ],
        Fix = "Let the buffer grow until the newline is there, up to a limit of your own choice "
            + "that is far above any sensible line.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                buffer += connection.recv(4096)            # bytes grow as they need
                """,
            [Language.C] = """
                char *line = NULL;                         /* getline() makes room itself */
                size_t size = 0;
                ssize_t length = getline(&line, &size, in);
                """,
            [Language.Go] = """
                scanner.Buffer(nil, 1<<20)                 // 1 MiB; 64 KiB otherwise
                """,
        },
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Go] = "bufio.Scanner gives up on lines longer than 64 KiB unless "
                + "Buffer is called.",
            [Language.Python] = "asyncio's StreamReader.readline() raises ValueError behind its "
                + "limit (64 KiB unless set); readline(1024) cuts.",
            [Language.C] = "fgets() or recv() fills an array of fixed size.",
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

        byte[] message = new byte[Length];
        for (int i = 0; i < Length - 1; i++)
        {
            message[i] = (byte)('a' + (i % 26));
        }

        message[^1] = (byte)'\n';
        byte[] expected = trial.Traits.Manner.Answer(message);
        Reading answer = peer.Exchange(message, expected.Length);
        if (answer.Is(expected))
        {
            return Verdict.Passed;
        }

        return answer.End != ReadEnd.Enough
            && trial.Until(() => trial.Subject is { HasExited: true })
            ? Verdict.Skipped("The program ended: see tcp/stream/overflow.")
            : StreamBasics.OneLine(trial) ?? Verdict.Failed(
                $"Sent a line of {StreamBasics.Count(Length)}; "
                    + $"{StreamBasics.Count(answer.Bytes.Length)} came back where "
                    + $"{expected.Length:N0} were due{StreamBasics.Then(trial, answer.End)}.",
                new Evidence.Difference(expected, answer.Bytes));
    }
}

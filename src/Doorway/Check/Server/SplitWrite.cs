namespace Doorway.Check.Server;

/// <summary>One receive is taken for one message.</summary>
sealed class SplitWrite : CheckCase
{
    const int FirstPiece = 8;

    public override string Id => "tcp/stream/split-write";

    public override string Title => "Takes one recv for one message";

    public override string Requirement =>
        "A message that arrives in several segments is answered as one message.";

    public override string Source =>
        "RFC 9293 3.7 (segments do not keep the boundaries of writes); recv(2)";

    public override CheckRole Role => CheckRole.Server;

    // The textbook's message has no end but the segment's: it can't do better, and should know.
    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Must
            : traits.IsTcpServer(CheckProfile.Textbook) ? CheckLevel.Note : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "TCP carries a stream of bytes. It knows nothing of messages: what was sent by one "
            + "call may arrive in two pieces, and what was sent by two in one. On loopback a short "
            + "message mostly arrives whole, so the fault stays hidden until the program runs "
            + "over a real network.",
        How = "One message is sent in two pieces. The second one leaves when the program has "
            + "taken the first and waits. An answer that comes in pieces too is fine, as long as "
            + "all of it together is right.",
        Causes =
        [
            "The program calls recv once and takes what it returns for the whole message.",
            "Each recv is treated as a message of its own: stripped, or answered with a newline.",
        ],
        Fix = "Call recv in a loop and collect the bytes, until the message's end is there: a "
            + "newline, a length that was agreed on, or the end of the stream.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                with connection.makefile("rb") as lines:
                    for line in lines:                     # one whole line each time
                        connection.sendall(line.decode().upper().encode())
                """,
            [Language.Java] = """
                var in = new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
                String line;
                while ((line = in.readLine()) != null) {   // one whole line each time
                    out.write((line.toUpperCase(Locale.ROOT) + "\n")
                        .getBytes(StandardCharsets.UTF_8));
                }
                """,
            [Language.C] = """
                FILE *in = fdopen(dup(connection), "r");
                char *line = NULL;
                size_t size = 0;
                ssize_t length;
                while ((length = getline(&line, &size, in)) > 0)   /* one whole line each time */
                    answer(connection, line, length);
                """,
            [Language.Go] = """
                in := bufio.NewReader(connection)
                for {
                    line, err := in.ReadString('\n')       // one whole line each time
                    if err != nil {
                        break
                    }
                    fmt.Fprint(connection, strings.ToUpper(line))
                }
                """,
            [Language.CSharp] = """
                using var reader = new StreamReader(stream);
                while (reader.ReadLine() is { } line)      // one whole line each time
                {
                    stream.Write(Encoding.UTF8.GetBytes(line.ToUpperInvariant() + "\n"));
                }
                """,
            [Language.JavaScript] = """
                // A "data" event is a piece of the stream, not a message.
                readline.createInterface({ input: socket })
                    .on("line", line => socket.write(line.toUpperCase() + "\n"));
                """,
            [Language.Rust] = """
                for line in BufReader::new(&stream).lines() {      // one whole line each time
                    writeln!(&stream, "{}", line?.to_uppercase())?;
                }
                """,
        },
        CausesIn = new Dictionary<Language, string>
        {
            [Language.JavaScript] =
                "Each \"data\" event is taken for one message; it is only a piece of the stream.",
            [Language.Java] =
                "InputStream.read(buffer), or reading while available() or ready() says so, "
                + "returns what has arrived so far, not a message.",
            [Language.CSharp] =
                "NetworkStream.Read and Socket.Receive return what has arrived so far, not a "
                + "message.",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        if (trial.Traits.Manner.PaddedTo > 0)
        {
            return Verdict.Skipped("each piece would be filled up with NULs: another finding");
        }

        trial.Serve();
        using TcpPeer peer = trial.Connect();
        byte[] message = trial.Message("hello, split world");
        byte[] expected = trial.Traits.Manner.Answer(message);
        peer.Send(message.AsSpan(0, FirstPiece));
        peer.Settle();
        peer.Send(message.AsSpan(FirstPiece));
        Reading answer = peer.Read(expected.Length);
        if (answer.Is(expected))
        {
            return Verdict.Passed;
        }

        answer = StreamBasics.WithRest(answer, peer);
        return Verdict.Failed(
            $"Sent {StreamBasics.Count(message.Length)} in two pieces of {FirstPiece} and "
                + $"{message.Length - FirstPiece}; {StreamBasics.Count(answer.Bytes.Length)} "
                + $"came back where {expected.Length} were due"
                + $"{StreamBasics.Then(trial, answer.End)}.",
            new Evidence.Difference(expected, answer.Bytes));
    }
}

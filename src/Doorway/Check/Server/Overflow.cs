namespace Doorway.Check.Server;

/// <summary>A long message ends the whole program.</summary>
sealed class Overflow : CheckCase
{
    const int Length = 16 * 1024;

    public override string Id => "tcp/stream/overflow";

    public override string Title => "A long message ends the program";

    public override string Requirement =>
        "A message of 16 KiB may be cut or refused, but the program goes on.";

    public override string Source => "recv(2) (never more bytes than the buffer has room for)";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(
            CheckProfile.Textbook, CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Whoever can connect can end the service for everybody; and a write behind the end "
            + "of a buffer is how strangers' code gets into a program.",
        How = "A client asks a short question. The next one sends 16,384 bytes and reads what "
            + "comes. Then it is looked whether the program still runs.",
        Causes =
        [
            "Bytes are copied into an array without a look at its size.",
            "An exception that is thrown on too long a message is caught by nobody.",
        ],
        Fix = "Never copy more than the destination has room for, and end only the one connection "
            + "whose message is too long.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.C] = """
                if (count > sizeof line - length)          /* before memcpy, not after */
                    break;                                 /* too long: end this connection */
                memcpy(line + length, buffer, count);
                length += count;
                """,
            [Language.Python] = """
                try:
                    serve(connection)
                except Exception as error:
                    print("one client lost:", error)       # and go on with the next one
                finally:
                    connection.close()
                """,
        },
        CausesIn = new Dictionary<Language, string>
        {
            [Language.C] = "strcpy(), sprintf() or memcpy() into an array of fixed size; or a NUL "
                + "written at buffer[count] with count equal to the array's size.",
            [Language.Java] = "ArrayIndexOutOfBoundsException, caught by nobody.",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        byte[] question = trial.Message("hello");
        using (TcpPeer first = trial.Connect())
        {
            first.Send(question);
            first.Read(trial.Traits.Manner.Answer(question).Length);
            first.ReadToEnd();
        }

        OrdinaryClient.LetFinish(trial);
        if (trial.Subject is { HasExited: true })
        {
            return Verdict.Skipped("It ends after any client.");
        }

        byte[] message = trial.Message(new string('y', Length));
        using TcpPeer second = trial.Connect();
        second.Exchange(message, trial.Traits.Manner.Answer(message).Length);
        Reading answer = second.ReadToEnd();
        if (answer.End == ReadEnd.EndOfFile && IsThere(trial, question))
        {
            return Verdict.Passed;
        }

        return trial.Subject is { } subject
            && trial.Until(() => subject.HasExited) && subject.Exit is { } exit
            && (exit.Signal != 0 || exit.Code != 0)
            ? Verdict.Failed(
                $"Sent {StreamBasics.Count(message.Length)}: the program {exit}.",
                new Evidence.Text(
                    "its standard error", subject.Errors.Text.TrimEnd().Split('\n').TakeLast(12)
                        .ToList()))
            : Verdict.Passed;
    }

    // A next client is answered: the quick proof that the program goes on.
    static bool IsThere(Trial trial, byte[] question)
    {
        try
        {
            using TcpPeer next = trial.Connect();
            next.Send(question);
            return next.Read(1).Bytes.Length == 1;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}

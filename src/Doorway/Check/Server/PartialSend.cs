namespace Doorway.Check.Server;

/// <summary>A send that took only a part is taken for a send of all.</summary>
sealed class PartialSend : CheckCase
{
    // More than all buffers on the way hold (TcpPeer.PrepareSlow).
    public const int Length = 512 * 1024;
    const int Line = 1_000;

    // It reads a little and lets the program fill what became free, a few times.
    const int Sip = 16 * 1024, Sips = 5;

    public override string Id => "tcp/flow/partial-send";

    public override string Title => "Loses what one send call could not take";

    public override string Requirement =>
        "All of an answer is sent, however slowly the client reads.";

    public override string Source =>
        "send(2), write(2), RETURN VALUE (the number of bytes sent, which may be smaller)";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "send takes as many bytes as there is room for, and returns how many it took. While "
            + "the client reads slowly, there is less room than the answer needs. Whoever ignores "
            + "the number loses the rest, in the middle of a conversation that otherwise goes on.",
        How = "A client with small buffers sends 512 KiB and reads nothing until the program "
            + "waits. Then it reads, slowly at first, and what comes back must be complete. A "
            + "server that stops reading while it can't send does right; so does one that keeps "
            + "the answers for later.",
        Causes =
        [
            "The number that send returned is ignored, on a socket that does not block or has a "
                + "time limit.",
            "\"Would block\" (EAGAIN) is taken for an error or not looked at.",
        ],
        Fix = "Send what is left until all is sent: by a call that does so (sendall, write_all), "
            + "or in a loop. On a non-blocking socket keep the rest and go on when it is writable.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                connection.sendall(answer)                 # not send()
                """,
            [Language.Java] = """
                // A SocketChannel that does not block: keep what is left, wait for OP_WRITE.
                channel.write(buffer);
                if (buffer.hasRemaining()) {
                    key.interestOps(SelectionKey.OP_WRITE);
                }
                """,
            [Language.C] = """
                while (length > 0) {
                    ssize_t sent = send(connection, answer, length, MSG_NOSIGNAL);
                    if (sent < 0)
                        break;          /* EAGAIN: wait with poll() for POLLOUT, then go on */
                    answer += sent;
                    length -= sent;
                }
                """,
            [Language.CSharp] = """
                while (answer.Length > 0)                  // or NetworkStream.Write
                {
                    answer = answer[socket.Send(answer)..];
                }
                """,
            [Language.Rust] = """
                stream.write_all(&answer)?;                // not write()
                """,
        },
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "socket.send() on a socket with a timeout or without blocking; "
                + "sendall() sends all.",
            [Language.Java] = "SocketChannel.write() wrote a part; the buffer was thrown away.",
            [Language.CSharp] = "Socket.Send returned less than it was given; Blocking is false or "
                + "an exception was swallowed.",
            [Language.JavaScript] = "socket.destroy() throws away what write() has queued; end() "
                + "does not.",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        using TcpPeer peer = trial.Connect(prepare: TcpPeer.PrepareSlow);
        Verdict? other = StreamBasics.Pieces(trial, peer);
        if (other is null && trial.Traits.Profile == CheckProfile.Line)
        {
            other = StreamBasics.LinesTogether(trial, peer);
        }

        if (other is not null)
        {
            return other;
        }

        byte[] expected = Flood(trial.Traits, out byte[] message);
        int sent = peer.SendUnread(message);
        List<byte> came = [];
        for (int i = 0; i < Sips; i++)
        {
            trial.Patience.Settle();
            came.AddRange(peer.Read(Sip).Bytes);
            sent += Math.Max(0, peer.SendWhatFits(message.AsSpan(sent)));
        }

        peer.ReadFast();
        Reading answer = peer.Exchange(message.AsSpan(sent), expected.Length - came.Count);
        answer = answer with { Bytes = [.. came, .. answer.Bytes] };
        return answer.Is(expected)
            ? Verdict.Passed
            : Verdict.Failed(
                $"A slow client sent {StreamBasics.Count(message.Length)}; "
                    + $"{StreamBasics.Count(answer.Bytes.Length)} came back where "
                    + $"{expected.Length:N0} were due{StreamBasics.Then(trial, answer.End)}.",
                new Evidence.Difference(expected, answer.Bytes));
    }

    /// <summary>A great many messages, and what this program answers to them.</summary>
    public static byte[] Flood(Traits traits, out byte[] message)
    {
        string line = new('x', Line - 1);
        return traits.Profile == CheckProfile.Line
            ? StreamBasics.Answers(
                traits,
                Enumerable.Range(0, Length / Line).Select(
                    i => $"{i:D6} {line[..^7]}"), out message)
            : traits.Manner.Answer(message = Stream());
    }

    // Numbered, so that it is seen what is missing.
    static byte[] Stream()
    {
        var text = new System.Text.StringBuilder();
        for (int i = 0; text.Length < Length; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"part {i:D6} ");
        }

        return System.Text.Encoding.UTF8.GetBytes(text.ToString(0, Length));
    }
}

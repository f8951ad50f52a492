namespace Doorway.Check.Server;

/// <summary>No answer comes at all.</summary>
sealed class AnswerNone(Transport transport) : AnswerCase(transport, "none")
{
    readonly bool _isTcp = transport == Transport.Tcp;

    public override string Title => "Does not answer";

    public override string Requirement => "A short message in ASCII is answered.";

    public override Explanation Explanation { get; } = new()
    {
        Why = "A client that gets no answer waits for it, many of them for ever.",
        How = "A short message is sent, once the server's port is open. The server is given time "
            + "until it sleeps and nothing has come for a while.",
        Causes =
        [
            "The server ends, or its thread does, by an error in the code between receive and "
                + "send: its standard error names it.",
            transport == Transport.Tcp
                ? "It waits for more: a delimiter that the client does not send, or a length, or "
                    + "the end of the stream."
                : "It waits for another datagram before it answers.",
            transport == Transport.Tcp
                ? "What is to be sent is collected in a buffer, and never flushed."
                : "The answer goes to another address or port than the message came from.",
            "send is never reached, or its error is not looked at.",
        ],
        Fix = "Print what arrives and what is about to be sent, and see which of both is missing. "
            + "Look at what send returns.",
        CausesIn = transport != Transport.Tcp ? new Dictionary<Language, string>()
            : new Dictionary<Language, string>
            {
                [Language.Java] = "A PrintWriter without autoflush, or print where println is "
                    + "meant, keeps the answer in its buffer; readLine waits for a newline.",
                [Language.CSharp] = "A StreamWriter without AutoFlush keeps the answer in its "
                    + "buffer; ReadLine waits for a newline.",
            },
    };

    internal override Verdict Run(Trial trial)
    {
        Verdict verdict = base.Run(trial);
        return _isTcp && trial.Traits.Look?.Turned is null && verdict.Outcome == CaseOutcome.Failed
            && AwaitedMoreProbe.Finding(trial) is { } id
            ? Verdict.Skipped($"It answers once it gets what it waits for: see {id}.")
            : verdict;
    }

    private protected override Finding? Find(Traits traits, Asking asked)
    {
        if (asked.IsAnswered || asked.IsAnsweredLate || asked.Exit is { Signal: > 0 }
            || AnswerUnencoded.Is(asked)
            || UnconnectedSend.Is(asked) || asked.Astray is not null)
        {
            return null;
        }

        string how = asked.Exit is { } exit ? $"the program {exit}"
            : asked.Turned is { } used ? "nothing came, and the program turned in a loop: it used "
                + $"{used.TotalMilliseconds:0} ms of processor time"
            : asked.IsOutOfTime ? "nothing came until the case's time was over"
            : asked.Answer.End switch
            {
                ReadEnd.EndOfFile => "the connection was closed without a byte",
                ReadEnd.Reset when _isTcp => "the connection was reset or refused",
                _ => "nothing came, and the program sleeps",
            };
        return Silent(traits, asked, $"{asked.Message.Length} bytes were sent, and {how}.");
    }
}

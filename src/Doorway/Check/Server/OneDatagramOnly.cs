namespace Doorway.Check.Server;

/// <summary>After the first datagram, others are not answered.</summary>
sealed class OneDatagramOnly : DatagramCase
{
    const int Questions = 6;

    public override string Id => "udp/exchange/goes-on";

    public override string Title => "Does not answer every datagram";

    public override string Requirement =>
        "A server answers each datagram that arrives, and goes on until it is ended.";

    public override string Source => "RFC 768; recvfrom(2) (one call, one datagram)";

    protected override CheckLevel Level => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A server is there for whoever comes next. One that ends after its first answer, or "
            + "misses every other datagram, works when it is tried once by hand.",
        How = "One client sends six datagrams, each after the answer to the one before.",
        Causes =
        [
            "There is no loop around receive and send, or it is left after the answer.",
            "There are two receive calls in the loop, of which one's datagram is not answered.",
            "The socket is closed after the answer, as one does with a TCP connection.",
        ],
        Fix = "Receive, answer, and begin again; close the socket when the server ends.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                while True:
                    message, client = server.recvfrom(65535)
                    server.sendto(message.upper(), client)
                """,
            [Language.Java] = """
                while (true) {
                    server.receive(packet);
                    server.send(answerTo(packet));
                }
                """,
            [Language.C] = """
                for (;;) {
                    length = recvfrom(server, buffer, sizeof buffer, 0,
                                      (struct sockaddr *)&client, &size);
                    sendto(server, buffer, length, 0, (struct sockaddr *)&client, size);
                }
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        UdpPeer peer = trial.Open();
        int answered = 0;
        int missed = 0;
        for (int i = 1; i <= Questions && missed < 2; i++)
        {
            byte[] question = Question(i);
            bool isAnswered;
            try
            {
                isAnswered =
                    peer.Ask(question, trial.Traits.Manner.Answer(question)) is not null;
            }
            catch (RestlessException turned) when (answered > 0)
            {
                return Verdict.Failed(
                    $"After {Count(answered)} the program turned in a loop: it used "
                    + $"{turned.Used.TotalMilliseconds:0} ms of processor time, and the next "
                    + "datagram got no answer.");
            }

            answered += isAnswered ? 1 : 0;
            missed += isAnswered ? 0 : 1;
        }

        if (answered == 0)
        {
            return Verdict.Skipped("It does not answer an ordinary datagram.");
        }

        return missed == 0
            ? Verdict.Passed
            : Verdict.Failed(trial.Subject?.Exit is { } exit
                ? $"After {Count(answered)} the program {exit}."
                : $"Of {answered + missed} datagrams, sent one after the other, {missed} got no "
                    + "answer, though the program was idle.");
    }

    static string Count(int answers) => answers == 1 ? "1 answer" : $"{answers} answers";
}

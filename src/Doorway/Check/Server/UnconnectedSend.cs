using Doorway.Check.Running;

namespace Doorway.Check.Server;

/// <summary>The answer is sent without an address through a socket that is not connected.</summary>
sealed class UnconnectedSend : DatagramCase
{
    // What strerror(3) and the runtimes call EDESTADDRREQ, and what they say themselves.
    static readonly string[] Signs =
    [
        "Destination address required", "EDESTADDRREQ", "Address not set", "missing address",
        "not connected", "ENOTCONN",
    ];

    public override string Id => "udp/answer/no-address";

    public override string Title => "Sends without saying to whom";

    public override string Requirement =>
        "An answer is sent to the address that its datagram came from.";

    public override string Source => "send(2): EDESTADDRREQ; udp(7)";

    protected override CheckLevel Level => CheckLevel.Must;

    internal override bool NeedsAnswer => false;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A UDP socket that serves many clients is connected to none of them: the system "
            + "doesn't know whom a plain send is for, and refuses it. Nobody ever gets an answer.",
        How = "A datagram is sent. No answer comes, and the program's own error says why.",
        Causes =
        [
            "send is called, as over TCP, where sendto with the client's address is needed.",
            "recv is called in place of recvfrom, so that the client's address isn't known.",
        ],
        Fix = "Receive by the call that tells the sender's address, and send to that address.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                message, client = server.recvfrom(65535)
                server.sendto(message.upper(), client)
                """,
            [Language.Java] = """
                server.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                """,
            [Language.C] = """
                struct sockaddr_storage client;
                socklen_t size = sizeof client;
                length = recvfrom(server, buffer, sizeof buffer, 0,
                                  (struct sockaddr *)&client, &size);
                sendto(server, buffer, length, 0, (struct sockaddr *)&client, size);
                """,
            [Language.Go] = """
                length, client, err := server.ReadFrom(buffer)
                server.WriteTo(answer, client)
                """,
            [Language.CSharp] = """
                server.SendTo(answer, client);
                """,
            [Language.JavaScript] = """
                server.send(answer, client.port, client.address);
                """,
            [Language.Rust] = """
                let (length, client) = server.recv_from(&mut buffer)?;
                server.send_to(&answer, client)?;
                """,
        },
    };

    /// <summary>Whether a missing answer is this fault's.</summary>
    internal static bool Is(Asking asked) =>
        !asked.IsAnswered && SignIn(asked.LastWords) is not null;

    // The line in which a program's errors tell of it.
    static string? SignIn(IReadOnlyList<string> errors) => errors.LastOrDefault(
        line => Signs.Any(sign => line.Contains(sign, StringComparison.Ordinal)))?.Trim();

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        UdpPeer peer = trial.Open();
        byte[] question = Question(1);
        peer.Send(question);
        bool isElsewhere = trial.Until(
            () => peer.HasDatagram || WrongDestination.Seen(trial) is not null);
        if (isElsewhere || trial.Subject is not { } subject)
        {
            return Verdict.Passed;
        }

        IReadOnlyList<string> errors = LastWords.Of(subject);
        return SignIn(errors) is not { } line
            ? Verdict.Passed
            : Verdict.Failed(
                $"A datagram of {question.Length} bytes got no answer, and the program says: "
                    + $"{line}",
                new Evidence.Text(LastWords.Heading, errors));
    }
}

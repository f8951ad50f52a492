using System.Text;

namespace Doorway.Check.Client.Udp;

/// <summary>An answer from somebody else is taken for the server's.</summary>
sealed class Stranger : CheckCase
{
    public override string Id => "udp/client/stranger";

    public override string Title => "Takes an answer from anybody";

    public override string Requirement =>
        "Only a datagram from the address and port that were asked is taken for the answer.";

    public override string Source =>
        "RFC 8085 5.1 (the receiver checks port and address); connect(2) (datagram sockets)";

    public override CheckRole Role => CheckRole.Client;

    // The textbook's recvfrom takes what comes, and so does nearly every first client.
    public override CheckLevel? LevelFor(Traits traits) =>
        !traits.IsUdpClient ? null
            : UdpTalk.GoesOn(traits) ? CheckLevel.Should : CheckLevel.Note;

    public override Explanation Explanation { get; } = new()
    {
        Why = "An unconnected UDP socket receives from everybody who knows its port, and the "
            + "port can be guessed. Whoever answers faster than the server is believed. Answers "
            + "of the DNS were forged in this way. recvfrom tells who sent; a "
            + "connected socket lets nobody else in.",
        How = "A line is typed. A datagram from another port comes first, then the server's "
            + "answer.",
        Causes = ["The address that recvfrom gives is not compared with the server's."],
        Fix = "Connect the socket to the server: the system then drops what comes from others. Or "
            + "compare the sender's address, and receive again where it is another.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                client_socket.connect((server_name, server_port))
                client_socket.send(sentence.encode())
                answer = client_socket.recv(2048)
                """,
            [Language.Java] = "socket.connect(address, port);",
            [Language.C] = "connect(client, (struct sockaddr *)&server, sizeof server);",
            [Language.Go] = "conn, err := net.Dial(\"udp\", \"localhost:12000\")",
            [Language.CSharp] = "client.Connect(host, 12000);",
            [Language.JavaScript] = "socket.connect(12000, host, () => socket.send(line));",
            [Language.Rust] = "socket.connect((\"localhost\", 12000))?;",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        const string line = "who is it";
        const string forged = "A-STRANGER";
        var talk = new UdpTalk(trial);
        Received question = talk.Ask(line);
        UdpPeer stranger = trial.Bind(0);
        stranger.SendTo(Encoding.UTF8.GetBytes(forged), question.From);
        trial.Until(() => talk.Client.HasExited || Screen.Has(talk.Client.Output, forged));
        talk.Answer(question.From, line);
        talk.Find(talk.RightText(line));
        return Screen.Has(talk.Client.Output, forged)
            ? Verdict.Failed(
                $"A datagram from port {stranger.Local.Port} is shown as the answer of port "
                + $"{trial.Traits.Port}.",
                new Evidence.Difference(talk.Right(line), Encoding.UTF8.GetBytes(forged)))
            : Verdict.Passed;
    }
}

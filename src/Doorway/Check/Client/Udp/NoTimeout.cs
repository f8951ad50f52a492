namespace Doorway.Check.Client.Udp;

/// <summary>A lost answer is waited for until the end of time.</summary>
sealed class NoTimeout : CheckCase
{
    /// <summary>What is asked, and a second for a busy machine.</summary>
    public static TimeSpan Enough { get; } = TimeSpan.FromSeconds(6);

    public override string Id => "udp/client/no-timeout";

    public override string Title => "Waits for ever for an answer that was lost";

    public override string Requirement =>
        "Where no answer comes, the client gives up or asks again within five seconds.";

    public override string Source => "RFC 8085 3.3; RFC 1122 4.1.1 (UDP is not reliable)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Should : null;

    /// <summary>How long a client's own timeout is waited for.</summary>
    public static TimeSpan Time(Trial trial) =>
        trial.Left < Enough ? throw new OutOfTimeException() : Enough;

    internal override TimeSpan ExtraTime => Enough;

    public override Explanation Explanation { get; } = new()
    {
        Why = "UDP loses datagrams: the question, or the answer. Nobody sends them again unless "
            + "the program does, and recvfrom waits for ever. On one machine nothing is lost, so "
            + "the fault shows first on a wireless network.",
        How = "A line is typed, its datagram arrives, and no answer is sent for six seconds. What "
            + "is right: the program ends, sends again, or goes on to the next line.",
        Causes = ["The socket has no timeout."],
        Fix = "Set a timeout on the socket; when it is over, send again a few times, then say that "
            + "there is no answer.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                client_socket.settimeout(1)
                try:
                    answer, server_address = client_socket.recvfrom(2048)
                except TimeoutError:
                    print("no answer")
                """,
            [Language.Java] = """
                socket.setSoTimeout(1000);
                try {
                    socket.receive(packet);
                } catch (SocketTimeoutException e) {
                    System.err.println("no answer");
                }
                """,
            [Language.C] = """
                struct timeval second = { .tv_sec = 1 };
                setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second);
                /* recvfrom then returns -1, and errno is EAGAIN */
                """,
            [Language.Go] = "conn.SetReadDeadline(time.Now().Add(time.Second))",
            [Language.CSharp] = "client.Client.ReceiveTimeout = 1000;",
            [Language.JavaScript] = """
                const timer = setTimeout(() => {
                    console.error('no answer');
                    socket.close();
                }, 1000);
                socket.on('message', () => clearTimeout(timer));
                """,
            [Language.Rust] = "socket.set_read_timeout(Some(Duration::from_secs(1)))?;",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new UdpTalk(trial);
        talk.Ask("nobody answers this");
        if (UdpTalk.GoesOn(trial.Traits))
        {
            talk.Client.Type("nor this\n");
        }

        // Node.js stays until its input ends, though the program has given up and said so: what it
        // prints from now on counts. However slow it is, what it prints first comes soon.
        new Patience(trial.AreAllIdle, trial.Left).Until(
            () => talk.Client.HasExited || talk.HasMore);
        long printed = Printed(talk.Client);
        return talk.Within(Time(trial), () => talk.Client.HasExited || talk.HasMore
            || Printed(talk.Client) > printed)
            ? Verdict.Passed
            : Verdict.Failed(
                $"A datagram was not answered; after {Enough.TotalSeconds:0} seconds the program "
                + "has neither ended nor sent anything.");
    }

    static long Printed(Subject client) => client.Output.Total + client.Errors.Total;
}

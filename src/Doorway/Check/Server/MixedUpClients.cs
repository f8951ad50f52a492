using System.Text;

namespace Doorway.Check.Server;

/// <summary>An answer goes to another client than the one who asked.</summary>
sealed class MixedUpClients : DatagramCase
{
    const int Clients = 8;

    public override string Id => "udp/clients/mixed-up";

    public override string Title => "Sends a client's answer to another";

    public override string Requirement =>
        "Each client gets the answers to its own datagrams, and nobody else's.";

    public override string Source =>
        "RFC 768 (Source Port: where a reply goes if nothing else is said)";

    protected override CheckLevel Level => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The sender's address belongs to its datagram. Where it is kept in one place for "
            + "all, the next client's overwrites it before the answer is sent: one client gets "
            + "what another one asked, and that one nothing. With a single client it never shows.",
        How = "Eight clients ask one after the other; then all of them at once, while the program "
            + "is stopped for a moment, so that their datagrams wait together.",
        Causes =
        [
            "The client's address is in a variable that all threads share.",
            "The answer goes to the first client's address, kept from the first datagram.",
        ],
        Fix = "Keep the address in a local variable beside its message, and hand both to whoever "
            + "answers.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                message, client = server.recvfrom(65535)
                threading.Thread(target=answer, args=(message, client)).start()
                """,
            [Language.Java] = """
                SocketAddress client = packet.getSocketAddress();  // a local, not a field
                byte[] message = Arrays.copyOf(packet.getData(), packet.getLength());
                pool.submit(() -> answer(message, client));
                """,
            [Language.C] = """
                struct question {               /* one for each datagram */
                    char bytes[65535];
                    ssize_t length;
                    struct sockaddr_storage client;
                };
                struct question *question = malloc(sizeof *question);
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        UdpPeer[] peers = [.. Enumerable.Range(0, Clients).Select(_ => trial.Open())];
        for (int i = 0; i < Clients; i++)
        {
            peers[i].Send(Asks(i, "one"));
            if (Judge(trial, peers, i) is { } verdict)
            {
                return verdict;
            }
        }

        using (new Pause(trial))
        {
            for (int i = 0; i < Clients; i++)
            {
                peers[i].Send(Asks(i, "two"));
            }
        }

        return Enumerable.Range(0, Clients).Select(i => Judge(trial, peers, i))
            .FirstOrDefault(verdict => verdict is not null) ?? Verdict.Passed;
    }

    // Null where a client got what it asked for. Where nothing came, its answer may be elsewhere.
    static Verdict? Judge(Trial trial, UdpPeer[] peers, int client)
    {
        if (peers[client].Receive() is { } answer)
        {
            return WrongAt(trial, client, answer);
        }

        for (int i = 0; i < Clients; i++)
        {
            while (peers[i].HasDatagram && peers[i].Receive() is { } other)
            {
                if (WrongAt(trial, i, other) is { } wrong)
                {
                    return wrong;
                }
            }
        }

        return Verdict.Skipped("It does not answer eight clients one after the other.");
    }

    static Verdict? WrongAt(Trial trial, int client, Received answer) =>
        OwnerOf(trial, answer) is { } owner && owner != client
            ? Verdict.Failed(
                $"Client {client + 1} of {Clients} got the answer to client {owner + 1}.",
                new Evidence.Difference(
                    trial.Traits.Manner.Answer(Asks(client, "one")), answer.Bytes))
            : null;

    static byte[] Asks(int client, string what) =>
        Encoding.ASCII.GetBytes($"Client {client} {what}");

    static int? OwnerOf(Trial trial, Received answer)
    {
        for (int i = 0; i < Clients; i++)
        {
            if (answer.Is(trial.Traits.Manner.Answer(Asks(i, "one")))
                || answer.Is(trial.Traits.Manner.Answer(Asks(i, "two"))))
            {
                return i;
            }
        }

        return null;
    }
}

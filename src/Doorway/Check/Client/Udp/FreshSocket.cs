namespace Doorway.Check.Client.Udp;

/// <summary>What helps against answers to earlier questions: a new socket for each.</summary>
static class FreshSocket
{
    /// <summary>How it is written.</summary>
    public static IReadOnlyDictionary<Language, string> Fixes { get; } =
        new Dictionary<Language, string>
        {
            [Language.Python] = """
                for sentence in sys.stdin:
                    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client_socket:
                        client_socket.connect(server)
                        client_socket.send(sentence.rstrip("\n").encode())
                        print(client_socket.recv(2048).decode())
                """,
            [Language.Java] = """
                while (keyboard.hasNextLine()) {
                    try (DatagramSocket socket = new DatagramSocket()) {
                        ask(socket, keyboard.nextLine());
                    }
                }
                """,
        };
}

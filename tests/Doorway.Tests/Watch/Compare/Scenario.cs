using Doorway.Tests.Command;

namespace Doorway.Tests.Watch.Compare;

/// <summary>Two programs and what is typed; each is called with the port behind.</summary>
sealed record Scenario(string[] Server, string[] Client, string? Typed)
{
    const string LongServer = """
        import socket, sys
        listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
        connection, _ = listener.accept()
        data = b""
        while piece := connection.recv(65536):
            data += piece
        connection.sendall(data.upper())
        connection.close()
        listener.accept()
        """;

    const string LongClient = """
        import socket, sys
        s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        s.sendall(b"abcdefgh" * (1 << 17))
        s.shutdown(socket.SHUT_WR)
        total = 0
        while piece := s.recv(65536):
            total += len(piece)
        s.close()
        sys.exit(0 if total == 1 << 20 else 1)
        """;

    const string HalfCloseClient = """
        import socket, sys
        s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        s.sendall(b"first ")
        s.recv(1024)
        s.sendall(b"second")
        s.shutdown(socket.SHUT_WR)
        while s.recv(1024):
            pass
        s.close()
        """;

    const string ResetClient = """
        import socket, struct, sys
        s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        s.sendall(b"hello")
        s.recv(1024)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        s.close()
        """;

    const string RefusedTcp = """
        import socket, sys
        s = socket.socket()
        try:
            s.connect(("127.0.0.1", int(sys.argv[1])))
        except ConnectionRefusedError:
            pass
        s.close()
        """;

    const string RefusedUdp = """
        import socket, sys
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.connect(("127.0.0.1", int(sys.argv[1])))
        s.send(b"hello")
        try:
            s.recv(1024)
        except ConnectionRefusedError:
            pass
        s.close()
        """;

    // An echo server that stays while others come.
    const string Echo = """
        import socket, sys
        listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
        while True:
            connection, _ = listener.accept()
            try:
                while piece := connection.recv(1024):
                    connection.sendall(piece.upper())
            except ConnectionError:
                pass
            connection.close()
        """;

    /// <summary>Programs on a Unix socket, called with its path behind.</summary>
    public static string[] UnixServer { get; } = Code("""
        import socket, sys
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(sys.argv[1])
        listener.listen()
        connection, _ = listener.accept()
        connection.sendall(connection.recv(1024).upper())
        connection.close()
        """);

    /// <summary>Its client.</summary>
    public static string[] UnixClient { get; } = Code("""
        import socket, sys
        s = socket.socket(socket.AF_UNIX)
        s.connect(sys.argv[1])
        s.sendall(b"hello")
        s.recv(1024)
        s.close()
        """);

    static string[] Peer(string name, params string[] arguments) =>
        [Programs.Python, Path.Combine(Programs.Peers, name), .. arguments];

    static string[] Code(string code) => [Programs.Python, "-c", code];

    public static IReadOnlyDictionary<string, Scenario> All { get; } =
        new Dictionary<string, Scenario>
        {
            ["tcp"] = new(Peer("tcp_server.py"), Peer("tcp_client.py", "127.0.0.1"), "hello\n"),
            ["udp"] = new(Peer("udp_server.py"), Peer("udp_client.py", "127.0.0.1"), "hello\n"),
            ["tcp ipv6"] = new(
                Peer("tcp_server_ipv6.py"), Peer("tcp_client_ipv6.py", "::1"), "hello\n"),
            ["udp ipv6"] = new(
                Peer("udp_server_ipv6.py"), Peer("udp_client_ipv6.py", "::1"), "hello\n"),
            ["forking"] = new(Peer("forking_server.py"), Code(HalfCloseClient), null),
            ["half-close"] = new(Code(Echo), Code(HalfCloseClient), null),
            ["reset"] = new(Code(Echo), Code(ResetClient), null),
            ["refused tcp"] = new([], Code(RefusedTcp), null),
            ["refused udp"] = new([], Code(RefusedUdp), null),
            ["1 MiB"] = new(Code(LongServer), Code(LongClient), null),
        };
}

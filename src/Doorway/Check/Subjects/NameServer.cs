using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Doorway.Check;

/// <summary>
/// Answers every question for an IPv4 address with 127.0.0.1, and any other with nothing (RFC
/// 1035, section 4), at port 53 of a case's own network.
/// </summary>
sealed class NameServer : IDisposable
{
    const int HeaderSize = 12;
    const int LargestMessage = 512;
    const ushort AddressType = 1;
    const int StackSize = 256 * 1024;
    const int LookAgain = 500_000;

    // Compressed name of the question; type A, class IN, one minute, four bytes.
    static ReadOnlySpan<byte> Answer =>
        [0xC0, HeaderSize, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1];

    readonly Socket _socket;

    NameServer(Socket socket) => _socket = socket;

    /// <summary>Starts one in the calling thread's network; null where the port is taken or
    /// forbidden.</summary>
    public static NameServer? Start()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 53));
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }

        var server = new NameServer(socket);
        // Not a thread of the pool: it is to be born in the case's network, and to end with it.
        new Thread(server.Serve, StackSize) { IsBackground = true, Name = "names" }.Start();
        return server;
    }

    /// <summary>Makes the answer to a question; its length, 0 for what is not a question.</summary>
    public static int Reply(ReadOnlySpan<byte> query, Span<byte> reply)
    {
        int end = HeaderSize;
        while (end < query.Length && query[end] != 0)
        {
            end += 1 + query[end];
        }

        end += 5;
        if (end > query.Length || end + Answer.Length > reply.Length || query[2] >> 3 != 0)
        {
            return 0;
        }

        // The header and the question come back: a response, recursion available, no error.
        bool hasAddress = BinaryPrimitives.ReadUInt16BigEndian(query[(end - 4)..]) == AddressType;
        query[..end].CopyTo(reply);
        reply[2] |= 0x84;
        reply[3] = 0x80;
        reply[4..HeaderSize].Clear();
        reply[5] = 1;
        reply[7] = hasAddress ? (byte)1 : (byte)0;
        if (hasAddress)
        {
            Answer.CopyTo(reply[end..]);
            end += Answer.Length;
        }

        return end;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    void Serve()
    {
        byte[] query = new byte[LargestMessage];
        byte[] reply = new byte[LargestMessage];
        var peer = new SocketAddress(AddressFamily.InterNetwork);
        try
        {
            while (true)
            {
                if (!_socket.Poll(LookAgain, SelectMode.SelectRead))
                {
                    continue;
                }

                int got = _socket.ReceiveFrom(query, SocketFlags.None, peer);
                int length = Reply(query.AsSpan(0, got), reply);
                if (length > 0)
                {
                    _socket.SendTo(reply.AsSpan(0, length), SocketFlags.None, peer);
                }
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The case is over.
        }
    }
}

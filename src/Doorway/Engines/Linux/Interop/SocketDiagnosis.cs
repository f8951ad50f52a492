using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>
/// What the kernel tells of any TCP socket of this machine, another process's too (sock_diag(7)):
/// TCP_INFO. It takes no privilege.
/// </summary>
static unsafe partial class SocketDiagnosis
{
    // linux/netlink.h, linux/sock_diag.h, linux/inet_diag.h.
    const int NetlinkFamily = 16;
    const int DatagramType = 2;
    const int CloseOnExec = 0x80000;
    const int DiagnosisProtocol = 4;
    const ushort ByFamily = 20;
    const ushort Request = 1;
    const ushort TcpInfo = 2;
    const byte TcpProtocol = 6;
    const int HeaderSize = 16;
    const int RequestSize = HeaderSize + 56;
    const int MessageSize = 72;
    const int DontWait = 0x40;

    // linux/tcp.h, struct tcp_info: tcpi_total_retrans.
    const int Retransmissions = 100;

    [LibraryImport("libc")]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc")]
    private static partial nint send(int socket, byte* bytes, nuint length, int flags);

    [LibraryImport("libc")]
    private static partial nint recv(int socket, byte* buffer, nuint length, int flags);

    /// <summary>How many segments a TCP socket has sent again so far.</summary>
    /// <param name="local">Its own name.</param>
    /// <param name="peer">The name of its peer.</param>
    /// <returns>
    /// The number; an errno as a negative number where it can't be told: no such socket here.
    /// </returns>
    public static int Retransmitted(in SocketName local, in SocketName peer)
    {
        int descriptor = socket(NetlinkFamily, DatagramType | CloseOnExec, DiagnosisProtocol);
        if (descriptor < 0)
        {
            return -Errno.Last;
        }

        try
        {
            byte* request = stackalloc byte[RequestSize];
            Ask(new Span<byte>(request, RequestSize), local, peer);
            const int Room = 4096;
            byte* answer = stackalloc byte[Room];
            if (send(descriptor, request, RequestSize, 0) < 0)
            {
                return -Errno.Last;
            }

            // The kernel has answered before send(2) returned.
            nint length = recv(descriptor, answer, Room, DontWait);
            return length < 0 ? -Errno.Last : Read(new ReadOnlySpan<byte>(answer, (int)length));
        }
        finally
        {
            _ = StreamCalls.Close(descriptor);
        }
    }

    // struct nlmsghdr and struct inet_diag_req_v2, for one socket.
    static void Ask(Span<byte> request, in SocketName local, in SocketName peer)
    {
        const byte IPv4 = 2;
        const byte IPv6 = 10;
        request.Clear();
        MemoryMarshal.Write(request, RequestSize);
        MemoryMarshal.Write(request[4..], ByFamily);
        MemoryMarshal.Write(request[6..], Request);
        Span<byte> body = request[HeaderSize..];
        body[0] = local.Family == AddressFamily.InterNetworkV6 ? IPv6 : IPv4;
        body[1] = TcpProtocol;
        body[2] = 1 << (TcpInfo - 1);
        MemoryMarshal.Write(body[4..], uint.MaxValue);
        BinaryPrimitives.WriteUInt16BigEndian(body[8..], (ushort)local.Port);
        BinaryPrimitives.WriteUInt16BigEndian(body[10..], (ushort)peer.Port);
        local.IPAddress!.TryWriteBytes(body[12..], out _);
        peer.IPAddress!.TryWriteBytes(body[28..], out _);

        // INET_DIAG_NOCOOKIE: whichever socket has these names.
        MemoryMarshal.Write(body[48..], ulong.MaxValue);
    }

    // struct inet_diag_msg, then attributes of a length, a type, and a value.
    static int Read(ReadOnlySpan<byte> answer)
    {
        if (MemoryMarshal.Read<ushort>(answer[4..]) != ByFamily)
        {
            // NLMSG_ERROR: the errno, negative already.
            return Math.Min(-1, MemoryMarshal.Read<int>(answer[HeaderSize..]));
        }

        ReadOnlySpan<byte> rest = answer[(HeaderSize + MessageSize)..];
        while (rest.Length > 4 && MemoryMarshal.Read<ushort>(rest) is > 4 and ushort length
            && length <= rest.Length)
        {
            if (MemoryMarshal.Read<ushort>(rest[2..]) == TcpInfo
                && length >= 4 + Retransmissions + 4)
            {
                return MemoryMarshal.Read<int>(rest[(4 + Retransmissions)..]);
            }

            rest = rest[Math.Min(rest.Length, (length + 3) & ~3)..];
        }

        return -Errno.ENoEnt;
    }
}

using System.Buffers.Binary;
using System.Net.Sockets;

namespace Doorway.Engines;

/// <summary>The queue of connections that wait to be accepted, of a listening socket.</summary>
static class Backlog
{
    // tcp(7): for a listening socket, tcpi_unacked of TCP_INFO is the length of its backlog.
    const int IpProtoTcp = 6;
    const int TcpInfo = 11;
    const int Unacked = 24;

    /// <summary>
    /// How many connections wait; null where it can't be told: for a Unix socket, off Linux, and
    /// once it is closed.
    /// </summary>
    public static int? Length(Socket listening)
    {
        if (!OperatingSystem.IsLinux() || listening.AddressFamily == AddressFamily.Unix)
        {
            return null;
        }

        Span<byte> info = stackalloc byte[256];
        try
        {
            int size = listening.GetRawSocketOption(IpProtoTcp, TcpInfo, info);
            return size < Unacked + 4
                ? null : BinaryPrimitives.ReadInt32LittleEndian(info[Unacked..]);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }
}

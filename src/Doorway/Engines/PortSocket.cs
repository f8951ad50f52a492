using System.Net;
using System.Net.Sockets;
using Doorway.Engines.Portable;

namespace Doorway.Engines;

/// <summary>How a <see cref="DatagramPort"/> comes by its socket.</summary>
static class PortSocket
{
    /// <summary>
    /// Makes a socket, binds it, connects it if it has one peer, and hands it to its owner; if
    /// anything fails, it is closed.
    /// </summary>
    /// <exception cref="SocketException">It can't be opened.</exception>
    /// <exception cref="ArgumentException">Neither end is known, or it isn't a datagram's.
    /// </exception>
    public static T Open<T>(
        Transport transport, EndPoint? local, EndPoint? remote, Journal? journal,
        Func<RecordedSocket, UnixPath?, T> own)
    {
        EndPoint? known = local ?? remote;
        if (known is null || !transport.IsDatagram)
        {
            throw new ArgumentException("A datagram socket needs an end that is known.");
        }

        RecordedSocket socket = RecordedSocket.Create(
            transport, known.AddressFamily, remote is null ? Side.Server : Side.Client, journal);
        UnixPath? path = null;
        try
        {
            local ??= transport.IsUnix ? NewName() : null;
            if (local is not null)
            {
                path = UnixPath.Bind(socket, local, backlog: null);
            }

            if (!transport.IsUnix)
            {
                ReceiveBuffer.Enlarge(socket.Socket);
            }

            if (remote is not null)
            {
                socket.ConnectDatagram(remote);
            }

            return own(socket, path);
        }
        catch
        {
            path?.Unlink();
            socket.Close();
            throw;
        }
    }

    // Nobody can answer a Unix socket without a name. An abstract one leaves no file (unix(7)).
    static UnixDomainSocketEndPoint NewName()
    {
        string name = $"doorway-{Environment.ProcessId}-{Guid.NewGuid():N}";
        return new UnixDomainSocketEndPoint(
            OperatingSystem.IsLinux() ? "\0" + name : Path.Combine(Path.GetTempPath(), name));
    }
}

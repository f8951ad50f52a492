using System.Net;

namespace Doorway.Engines.Portable;

/// <summary>How every listener comes by its socket.</summary>
static class ServerSocket
{
    /// <summary>
    /// Makes a socket, binds it, listens if it is a stream's, and hands it to its owner; if
    /// anything fails, it is closed.
    /// </summary>
    /// <param name="transport">Whose socket.</param>
    /// <param name="local">Where to bind.</param>
    /// <param name="journal">Where the calls are written down.</param>
    /// <param name="backlog">How many connections may wait; null for datagrams.</param>
    /// <param name="own">Takes the socket, and the file of a Unix socket.</param>
    /// <exception cref="System.Net.Sockets.SocketException">
    /// The machine does not have the family, or the address can't be bound.
    /// </exception>
    public static T Open<T>(
        Transport transport, EndPoint local, Journal? journal, int? backlog,
        Func<RecordedSocket, UnixPath?, T> own)
    {
        RecordedSocket socket = RecordedSocket.Create(
            transport, local.AddressFamily, Side.Server, journal);
        try
        {
            return own(socket, UnixPath.Bind(socket, local, backlog));
        }
        catch
        {
            socket.Close();
            throw;
        }
    }
}

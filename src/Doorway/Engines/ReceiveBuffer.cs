using System.Net.Sockets;

namespace Doorway.Engines;

/// <summary>
/// The receive buffer of a datagram socket: a burst waits there for its turn, and what doesn't fit
/// the kernel drops.
/// </summary>
static class ReceiveBuffer
{
    const int Size = 4 * 1024 * 1024;
    const int SolSocket = 1;
    const int ForceReceiveBuffer = 33;

    /// <summary>
    /// Asks for 4 MiB; the kernel gives what it may (net.core.rmem_max), root all (socket(7)).
    /// </summary>
    public static void Enlarge(Socket socket)
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                socket.SetRawSocketOption(
                    SolSocket, ForceReceiveBuffer, BitConverter.GetBytes(Size));
                return;
            }
            catch (SocketException)
            {
                // EPERM: not root.
            }
        }

        socket.ReceiveBufferSize = Size;
    }
}

using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Doorway.Check;

/// <summary>
/// Closes sockets at once. close(2) alone ends a connection, or frees a port, with the last
/// descriptor, and a child that another case starts in that moment has a copy of every one until
/// its execve(2).
/// </summary>
static partial class Closing
{
    /// <summary>Resets a connection (SO_LINGER of 0, socket(7)) and closes its socket.</summary>
    public static void Reset(Socket socket)
    {
        using (socket)
        {
            socket.LingerState = new LingerOption(true, 0);
            Dissolve(socket);
        }
    }

    /// <summary>
    /// Closes a connection as close(2) does: by a reset where bytes have come that were not read
    /// (RFC 2525, section 2.17), by FIN else.
    /// </summary>
    public static void End(Socket socket)
    {
        using (socket)
        {
            try
            {
                if (socket.Available > 0)
                {
                    Dissolve(socket);
                }
                else
                {
                    socket.Shutdown(SocketShutdown.Both);
                }
            }
            catch (SocketException)
            {
                // The program has reset it.
            }
        }
    }

    /// <summary>Closes a listening socket, or one of UDP: its port has nobody any more.</summary>
    public static void Leave(Socket socket)
    {
        using (socket)
        {
            Dissolve(socket);
        }
    }

    // connect(2) with AF_UNSPEC; elsewhere close has to do. Socket.Disconnect sends a FIN first.
    static void Dissolve(Socket socket)
    {
        if (OperatingSystem.IsLinux() && !socket.SafeHandle.IsClosed)
        {
            Span<byte> unspecified = stackalloc byte[16];
            unspecified.Clear();
            _ = Connect(socket.SafeHandle, unspecified, unspecified.Length);
        }
    }

    [LibraryImport("libc", EntryPoint = "connect")]
    private static partial int Connect(
        SafeHandle socket, ReadOnlySpan<byte> address, int length);
}

using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Doorway.Engines.Portable;

/// <summary>
/// Lets one server at a time bind to a path, look whether the file there is dead, and replace it:
/// two that looked at once would both replace it, and one would listen where nobody finds it. A
/// name in Linux's abstract namespace (unix(7)) is the lock: it leaves no file, and the kernel
/// frees it with the process.
/// </summary>
sealed class UnixPathLock : IDisposable
{
    // Binding takes microseconds; a name held for longer is somebody else's, and no reason not to
    // serve.
    const int LongestMilliseconds = 1_000;

    readonly Socket _socket;

    UnixPathLock(Socket socket) => _socket = socket;

    /// <summary>Waits for the lock; null where there is none to be had.</summary>
    public static UnixPathLock? Take(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(path)));
        var name = new UnixDomainSocketEndPoint($"\0doorway-bind-{Convert.ToHexStringLower(hash)}");
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        for (int waited = 0; waited < LongestMilliseconds; waited++)
        {
            try
            {
                socket.Bind(name);
                return new UnixPathLock(socket);
            }
            catch (SocketException held) when (
                held.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                Thread.Sleep(1);
            }
        }

        socket.Dispose();
        return null;
    }

    public void Dispose() => _socket.Dispose();
}

using System.Net;
using System.Net.Sockets;

namespace Doorway.Engines.Portable;

/// <summary>
/// The file of a bound Unix socket. A file that a dead server left behind is replaced; at the end
/// only our own is removed, never that of a successor. (Disposing a .NET socket that was bound to
/// a <see cref="UnixDomainSocketEndPoint"/> unlinks by path, whoever's file is there by then.)
/// </summary>
sealed class UnixPath
{
    readonly string _path;
    readonly DateTime _created;

    UnixPath(string path)
    {
        _path = path;
        _created = File.GetCreationTimeUtc(path);
    }

    /// <summary>
    /// Binds the socket, replacing a stale file, and listens if it is a stream's.
    /// </summary>
    /// <returns>The file to unlink at the end; null where the address has none.</returns>
    /// <exception cref="SocketException">
    /// AddressAlreadyInUse when somebody listens there.
    /// </exception>
    public static UnixPath? Bind(RecordedSocket socket, EndPoint local, int? backlog)
    {
        bool isFile = local is UnixDomainSocketEndPoint && !local.ToString()!.StartsWith('@');
        if (!isFile)
        {
            socket.Bind(local);
            Listen(socket, backlog);
            return null;
        }

        var unix = (UnixDomainSocketEndPoint)local;
        string path = Path.GetFullPath(unix.ToString());

        // Until it listens, a bound stream socket refuses as a dead one does.
        using UnixPathLock? alone = UnixPathLock.Take(path);
        try
        {
            socket.Bind(new NameOnly(unix));
        }
        catch (SocketException taken) when (
            taken.SocketErrorCode == SocketError.AddressAlreadyInUse
            && IsStale(unix, socket.Socket.SocketType))
        {
            File.Delete(path);
            socket.Bind(new NameOnly(unix));
        }

        Listen(socket, backlog);
        return new UnixPath(path);
    }

    static void Listen(RecordedSocket socket, int? backlog)
    {
        if (backlog is { } waiting)
        {
            socket.Listen(waiting);
        }
    }

    /// <summary>Removes the file if it is still the one that was bound.</summary>
    public void Unlink()
    {
        try
        {
            if (File.Exists(_path) && File.GetCreationTimeUtc(_path) == _created)
            {
                File.Delete(_path);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The folder went away or was locked: nothing of ours is left to remove.
        }
    }

    // A socket file that refuses connections has no socket behind it. Anything else (a plain file,
    // no permission, a live server) is left alone.
    static bool IsStale(UnixDomainSocketEndPoint unix, SocketType type)
    {
        // Without waiting: a living server whose backlog is full would hold the probe for ever.
        using var probe = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified)
        {
            Blocking = false,
        };
        try
        {
            probe.Connect(unix);
            return false;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode == SocketError.ConnectionRefused
                && IsSocketFile(unix.ToString());
        }
    }

    // connect(2) also refuses at a plain file; only a socket is neither file, folder nor link.
    static bool IsSocketFile(string path) =>
        File.Exists(path) && !File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint)
        && new FileInfo(path).Length == 0 && !CanOpen(path);

    static bool CanOpen(string path)
    {
        try
        {
            // open(2) of a socket fails with ENXIO.
            using FileStream opened = File.OpenRead(path);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // The same address, but of a type that the socket does not unlink when it is disposed.
    sealed class NameOnly(UnixDomainSocketEndPoint unix) : EndPoint
    {
        public override AddressFamily AddressFamily => AddressFamily.Unix;

        public override SocketAddress Serialize() => unix.Serialize();

        public override EndPoint Create(SocketAddress socketAddress) => unix.Create(socketAddress);

        public override string ToString() => unix.ToString();
    }
}

using System.Diagnostics;
using System.Globalization;
using Doorway.Check;

namespace Doorway.Watch.Calls;

/// <summary>
/// Looks up which address the kernel chose for a socket (port 0, connect(2), the first sendto(2)):
/// no call tells it, but /proc/PID/net does (proc(5)).
/// </summary>
sealed class SocketNames
{
    // Where the tables are long, a program that opens thousands of connections isn't held up by
    // it: at most a tenth of the time is spent here.
    const int Rest = 10;

    // Of a second.
    const int LongPart = 50;

    long _notBefore;

    /// <summary>The socket's own name; null where it isn't known.</summary>
    public string? Local(int process, WatchedSocket socket)
    {
        long started = Stopwatch.GetTimestamp();
        if (socket.Inode == 0 || socket.Transport is not (Transport.Tcp or Transport.Udp)
            || started < _notBefore)
        {
            return null;
        }

        string folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        SocketSeen? seen = SocketTable.Find(
            Directory.Exists(folder) ? folder : "/proc/self", socket.Inode);
        long ended = Stopwatch.GetTimestamp();
        _notBefore = ended - started > Stopwatch.Frequency / LongPart
            ? ended + ((ended - started) * Rest) : 0;
        return seen is { Local.Port: > 0 } found ? SocketName.From(found.Local).ToString() : null;
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Doorway.Check;

/// <summary>
/// Which bytes of a TCP connection over loopback no program has read yet, by the queues of its two
/// sockets (/proc/net/tcp, proc(5)).
/// </summary>
static class Underway
{
    const int Local = 1, Remote = 2, Queues = 4;

    /// <summary>
    /// Whether all that was sent on a socket has been read at its other end; true where that can't
    /// be seen.
    /// </summary>
    public static bool IsNone(Socket socket)
    {
        string ours, theirs;
        try
        {
            ours = Port(socket.LocalEndPoint!);
            theirs = Port(socket.RemoteEndPoint!);
        }
        catch (SocketException)
        {
            // The program has reset the connection.
            return true;
        }

        foreach (string table in (string[])["tcp", "tcp6"])
        {
            // The calling thread's own network, not that of the process.
            foreach (string line in ProcFolder.Lines($"/proc/thread-self/net/{table}"))
            {
                string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length <= Queues)
                {
                    continue;
                }

                // tx_queue:rx_queue: what we have sent and is not acknowledged, what has come and
                // is not read.
                bool isOurs = Is(fields, ours, theirs) && !fields[Queues].StartsWith("00000000:");
                bool isTheirs = Is(fields, theirs, ours) && !fields[Queues].EndsWith(":00000000");
                if (isOurs || isTheirs)
                {
                    return false;
                }
            }
        }

        return true;
    }

    static bool Is(string[] fields, string local, string remote) =>
        fields[Local].EndsWith(local, StringComparison.Ordinal)
            && fields[Remote].EndsWith(remote, StringComparison.Ordinal);

    static string Port(EndPoint end) => string.Create(
        CultureInfo.InvariantCulture, $":{((IPEndPoint)end).Port:X4}");
}

using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace Doorway.Check;

/// <summary>
/// The sockets of some processes: their descriptors (/proc/PID/fd) joined with the tables of their
/// network (/proc/PID/net, proc(5)).
/// </summary>
static class SocketTable
{
    const string Prefix = "socket:[";

    /// <summary>The sockets that are open in any of these processes, each once.</summary>
    /// <param name="processes">Their folders under /proc.</param>
    public static IReadOnlyList<SocketSeen> Of(IReadOnlyList<string> processes)
    {
        var inodes = new HashSet<ulong>();
        foreach (string process in processes)
        {
            foreach (string link in ProcFolder.Links($"{process}/fd"))
            {
                if (link.StartsWith(Prefix, StringComparison.Ordinal) && ulong.TryParse(
                    link.AsSpan(Prefix.Length, link.Length - Prefix.Length - 1),
                    CultureInfo.InvariantCulture, out ulong inode))
                {
                    inodes.Add(inode);
                }
            }
        }

        var seen = new List<SocketSeen>();
        foreach (string process in processes)
        {
            if (inodes.Count == 0)
            {
                break;
            }

            // All share one network; the first that still lives shows it.
            Read($"{process}/net/tcp", Transport.Tcp, inodes, seen);
            Read($"{process}/net/tcp6", Transport.Tcp, inodes, seen);
            Read($"{process}/net/udp", Transport.Udp, inodes, seen);
            Read($"{process}/net/udp6", Transport.Udp, inodes, seen);
        }

        return seen;
    }

    /// <summary>One socket by its inode; null where none has it.</summary>
    /// <param name="process">The folder under /proc of a process in the same network.</param>
    /// <param name="inode">The socket's.</param>
    public static SocketSeen? Find(string process, ulong inode)
    {
        var seen = new List<SocketSeen>(1);
        HashSet<ulong> sought = [inode];
        Read($"{process}/net/tcp", Transport.Tcp, sought, seen);
        Read($"{process}/net/udp", Transport.Udp, sought, seen);
        Read($"{process}/net/tcp6", Transport.Tcp, sought, seen);
        Read($"{process}/net/udp6", Transport.Udp, sought, seen);
        return seen.Count > 0 ? seen[0] : null;
    }

    // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode
    static void Read(
        string path, Transport transport, HashSet<ulong> inodes, List<SocketSeen> seen)
    {
        const int Inode = 9;
        if (inodes.Count == 0)
        {
            return;
        }

        foreach (string line in ProcFolder.Lines(path).Skip(1))
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > Inode
                && ulong.TryParse(fields[Inode], CultureInfo.InvariantCulture, out ulong inode)
                && inodes.Remove(inode))
            {
                string queues = fields[4];
                seen.Add(new SocketSeen(
                    transport, EndPoint(fields[1]), EndPoint(fields[2]),
                    Hex(fields[3]), Hex(queues[(queues.IndexOf(':') + 1)..])));
            }
        }
    }

    // 0100007F:2EE0: words of 4 bytes as this machine reads them, then the port.
    static IPEndPoint EndPoint(string text)
    {
        const int WordDigits = 8;
        int colon = text.IndexOf(':');
        byte[] address = new byte[colon / 2];
        for (int i = 0; i < colon; i += WordDigits)
        {
            uint word = uint.Parse(
                text.AsSpan(i, WordDigits), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            MemoryMarshal.Write(address.AsSpan(i / 2), word);
        }

        return new IPEndPoint(new IPAddress(address), Hex(text[(colon + 1)..]));
    }

    static int Hex(string digits) =>
        (int)uint.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}

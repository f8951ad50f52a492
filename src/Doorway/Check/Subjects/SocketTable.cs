using System.Globalization;
using System.Net;

namespace Doorway.Check;

/// <summary>A process's sockets: its descriptors, looked up in its network's tables (proc(5)).
/// </summary>
static class SocketTable
{
    /// <summary>Those that are open now; none of a process that is gone.</summary>
    public static IReadOnlyList<SocketSeen> Read(int process)
    {
        try
        {
            HashSet<string> inodes = [.. new DirectoryInfo($"/proc/{process}/fd").GetFiles()
                .Select(file => file.LinkTarget)
                .Where(link => link?.StartsWith("socket:[", StringComparison.Ordinal) == true)
                .Select(link => link![8..^1])];
            return [..
                from table in (string[])["tcp", "tcp6", "udp", "udp6"]
                let path = $"/proc/{process}/net/{table}"
                where File.Exists(path)
                from line in File.ReadLines(path).Skip(1)
                let field = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                where inodes.Contains(field[9])
                select new SocketSeen(
                    table.StartsWith("tcp", StringComparison.Ordinal) ? Transport.Tcp : Transport.Udp,
                    EndPoint(field[1]), EndPoint(field[2]), Hex(field[3]),
                    Hex(field[4][(field[4].IndexOf(':') + 1)..]))];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, null);

    // Words of four bytes, each in the machine's order; the port is a number.
    static IPEndPoint EndPoint(string text)
    {
        int colon = text.IndexOf(':');
        byte[] address = Convert.FromHexString(text[..colon]);
        for (int i = 0; BitConverter.IsLittleEndian && i < address.Length; i += 4)
        {
            address.AsSpan(i, 4).Reverse();
        }

        return new IPEndPoint(new IPAddress(address), Hex(text[(colon + 1)..]));
    }
}

using System.Globalization;

namespace Doorway.Cli.Serve;

/// <summary>
/// Who has a port: from the socket tables under /proc/net and the descriptors under /proc/PID/fd
/// (proc(5)). Linux only; of other users' programs only root learns the name.
/// </summary>
static class PortOwner
{
    const int LocalAddressField = 1;
    const int StateField = 3;
    const int InodeField = 9;
    const string TcpListen = "0A";

    /// <summary>
    /// The program and its pid, as <c>python3 (pid 4711)</c>; null where it can't be told.
    /// </summary>
    public static string? Find(Transport transport, int port)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            string table = transport == Transport.Tcp ? "tcp" : "udp";
            HashSet<string> sockets =
            [
                .. Sockets($"/proc/net/{table}", transport, port),
                .. Sockets($"/proc/net/{table}6", transport, port),
            ];
            return sockets.Count == 0 ? null : Holder(sockets);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static IEnumerable<string> Sockets(string path, Transport transport, int port)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        string suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (string line in File.ReadLines(path).Skip(1))
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            bool isBound = fields.Length > InodeField
                && fields[LocalAddressField].EndsWith(suffix, StringComparison.Ordinal)
                && (transport != Transport.Tcp || fields[StateField] == TcpListen);
            if (isBound)
            {
                yield return $"socket:[{fields[InodeField]}]";
            }
        }
    }

    static string? Holder(HashSet<string> sockets)
    {
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            string pid = Path.GetFileName(process);
            if (pid.All(char.IsAsciiDigit) && Holds(process, sockets))
            {
                return $"{File.ReadAllText($"{process}/comm").Trim()} (pid {pid})";
            }
        }

        return null;
    }

    static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles($"{process}/fd")
                .Any(descriptor => new FileInfo(descriptor).LinkTarget is { } target
                    && sockets.Contains(target));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or is another user's.
            return false;
        }
    }
}

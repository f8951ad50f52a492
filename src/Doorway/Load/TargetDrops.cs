using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// How many datagrams the kernel dropped at a UDP socket of this machine, whoever's it is
/// (/proc/net/udp, udp6: the last column).
/// </summary>
static class TargetDrops
{
    const int LocalColumn = 1;
    const int Columns = 13;

    /// <summary>The number for the sockets that an end point reaches.</summary>
    /// <returns>Null where there is no such socket here, or it can't be told.</returns>
    public static long? Of(EndPoint remote)
    {
        if (remote is not IPEndPoint target || !IPAddress.IsLoopback(target.Address)
            || !OperatingSystem.IsLinux())
        {
            return null;
        }

        long? drops = null;
        foreach (string file in (string[])["/proc/net/udp", "/proc/net/udp6"])
        {
            try
            {
                foreach (string line in File.ReadLines(file).Skip(1))
                {
                    drops = Read(line, target) is { } more ? (drops ?? 0) + more : drops;
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // No IPv6, or a /proc that is closed.
            }
        }

        return drops;
    }

    /// <summary>What a line of the table says, if it is about a socket of the target.</summary>
    internal static long? Read(string line, IPEndPoint target)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < Columns || words[LocalColumn].Split(':') is not [var host, var port]
            || !int.TryParse(port, NumberStyles.HexNumber, null, out int number)
            || number != target.Port || !Reaches(target.Address, host))
        {
            return null;
        }

        return long.TryParse(words[Columns - 1], CultureInfo.InvariantCulture, out long drops)
            ? drops : null;
    }

    // Each four bytes are one number in the machine's order, in hexadecimal digits.
    static bool Reaches(IPAddress target, string host)
    {
        byte[] bytes = Convert.FromHexString(host);
        if (BitConverter.IsLittleEndian)
        {
            for (int i = 0; i < bytes.Length; i += 4)
            {
                bytes.AsSpan(i, 4).Reverse();
            }
        }

        var bound = new IPAddress(bytes);
        if (bound.IsIPv4MappedToIPv6)
        {
            bound = bound.MapToIPv4();
        }

        bool isAny = bound.Equals(IPAddress.IPv6Any)
            || (bound.Equals(IPAddress.Any) && target.AddressFamily == AddressFamily.InterNetwork);
        return isAny || bound.Equals(target);
    }
}

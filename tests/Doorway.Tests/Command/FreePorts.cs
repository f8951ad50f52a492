using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests.Command;

/// <summary>
/// Ports for servers that can't be told to pick one. They lie below the range the kernel picks from
/// (32768 up), so that no other test's port 0 gets one in between.
/// </summary>
static class FreePorts
{
    const int First = 20000, Count = 12000;

    static int _next = Environment.ProcessId * 97 % Count;

    /// <summary>A port that is free for all four kinds of server, and is handed out once.</summary>
    public static int Next()
    {
        for (int attempt = 0; attempt < Count; attempt++)
        {
            int port = First + Interlocked.Increment(ref _next) % Count;
            // One with two equal bytes hides that they were swapped.
            if (port >> 8 != (port & 0xff) && IsFree(port))
                return port;
        }
        throw new InvalidOperationException("no free port");
    }

    /// <summary>Waits until a server has this port open, without contacting it.</summary>
    public static async Task WaitUntilOpenAsync(
        string transport, int port, ChildProcess server, TimeSpan? deadline = null)
    {
        DateTime end = DateTime.UtcNow + (deadline ?? Deadline.Default);
        while (!IsOpen(transport, port))
        {
            if (server.HasExited || DateTime.UtcNow > end)
            {
                await server.DisposeAsync();
                throw new TimeoutException(
                    $"nobody opened {transport} {port}\n{server.Output.Text}{server.Errors.Text}");
            }
            await Task.Delay(10);
        }
    }

    static bool IsFree(int port)
    {
        IPAddress[] everywhere = Socket.OSSupportsIPv6
            ? [IPAddress.Any, IPAddress.IPv6Any]
            : [IPAddress.Any];
        return everywhere.All(any =>
            CanBind(any, port, SocketType.Stream) && CanBind(any, port, SocketType.Dgram));
    }

    static bool CanBind(IPAddress address, int port, SocketType type)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, type, ProtocolType.Unspecified);
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = false;
            socket.Bind(new IPEndPoint(address, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // proc_net_tcp: the second column is the local address in hex, the fourth the state; 0A is
    // LISTEN, and a UDP socket that is bound has 07.
    static bool IsOpen(string transport, int port)
    {
        string state = transport == "tcp" ? "0A" : "07";
        return new[] { transport, transport + "6" }
            .Select(name => $"/proc/net/{name}").Where(File.Exists)
            .SelectMany(File.ReadLines).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(columns => columns[3] == state && columns[1].EndsWith(
                $":{port:X4}", StringComparison.Ordinal));
    }
}

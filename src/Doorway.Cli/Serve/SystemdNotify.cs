using System.Net.Sockets;
using System.Text;

namespace Doorway.Cli.Serve;

/// <summary>
/// Tells systemd (or whoever set NOTIFY_SOCKET) that the server is ready or stopping; sd_notify(3).
/// </summary>
static class SystemdNotify
{
    /// <summary>READY=1: the sockets are bound.</summary>
    public static void Ready() => Send("READY=1\n");

    /// <summary>STOPPING=1: it drains.</summary>
    public static void Stopping() => Send("STOPPING=1\n");

    static void Send(string state)
    {
        string? path = Environment.GetEnvironmentVariable("NOTIFY_SOCKET");
        if (string.IsNullOrEmpty(path))
        {
            return;
        }

        try
        {
            string name = path[0] == '@' ? "\0" + path[1..] : path;
            using var socket = new Socket(
                AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.ASCII.GetBytes(state), new UnixDomainSocketEndPoint(name));
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            // Nobody listens there: serving matters more than being supervised.
        }
    }
}

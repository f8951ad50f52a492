using System.Net;
using System.Net.Sockets;

namespace Doorway;

/// <summary>Which address families this machine has, and what they are called.</summary>
static class AddressFamilies
{
    static readonly Lock Gate = new();
    static bool? _ipv6IsUsable;

    /// <summary>
    /// Whether IPv6 works here: it is compiled in, and ::1 can be bound. The second is false where
    /// the administrator has switched it off (sysctl <c>disable_ipv6</c>) and
    /// <see cref="Socket.OSSupportsIPv6"/> is still true. Found out once, at the first question.
    /// </summary>
    internal static bool IPv6IsUsable
    {
        get
        {
            lock (Gate)
                return _ipv6IsUsable ?? TryIPv6(out _ipv6IsUsable);
        }
    }

    internal static string NameOf(AddressFamily family) => family switch
    {
        AddressFamily.InterNetwork => "IPv4",
        AddressFamily.InterNetworkV6 => "IPv6",
        _ => family.ToString(),
    };

    static bool TryIPv6(out bool? verdict)
    {
        verdict = Socket.OSSupportsIPv6;
        if (verdict == false)
            return false;

        try
        {
            using var socket = new Socket(
                AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException e) when (IsShortage(e.SocketErrorCode))
        {
            // No descriptor or memory just now: that says nothing about IPv6, so ask again later.
            verdict = null;
            return true;
        }
        catch (SocketException)
        {
            verdict = false;
            return false;
        }
    }

    static bool IsShortage(SocketError error) =>
        error is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable;
}

using System.Net.Sockets;

namespace Doorway;

/// <summary>Why a link's server can't be reached: a fixed word, the address, the cause.</summary>
static class TargetFailure
{
    /// <summary>As in <c>REFUSED udp://localhost:12000: no server listens there</c>.</summary>
    public static string Of(Address target, SocketError error)
    {
        (string word, string why) = error switch
        {
            SocketError.ConnectionRefused => ("REFUSED", "no server listens there"),
            SocketError.TimedOut => ("TIMEOUT", "no answer"),
            SocketError.HostUnreachable or SocketError.NetworkUnreachable =>
                ("UNREACHABLE", "there is no way to that address"),
            SocketError.AddressNotAvailable => ("NO-ADDRESS", "there is no such socket file"),
            SocketError.TooManyOpenSockets => ("NO-DESCRIPTOR", "no descriptor is left to dial it"),
            _ => ("FAILED", new SocketException((int)error).Message),
        };
        return $"{word} {target}: {why}";
    }
}

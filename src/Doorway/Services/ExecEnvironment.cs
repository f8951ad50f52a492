using System.Globalization;
using System.Net.Sockets;

namespace Doorway.Services;

/// <summary>
/// What a program learns of its connection: the variables of tcpserver and its kin (UCSPI-TCP,
/// cr.yp.to/proto/ucspi.txt; UCSPI-UNIX for Unix sockets), added to the server's own environment.
/// </summary>
static class ExecEnvironment
{
    static readonly string[] Variables =
    [
        "PROTO", "TCPLOCALIP", "TCPLOCALPORT", "TCPLOCALHOST", "TCPREMOTEIP", "TCPREMOTEPORT",
        "TCPREMOTEHOST", "TCPREMOTEINFO", "UNIXLOCALPATH",
    ];

    public static void Set(IDictionary<string, string?> environment, Connection connection)
    {
        // The server may itself be run by tcpserver: what that said is not about this connection.
        foreach (string name in Variables)
        {
            environment.Remove(name);
        }

        if (connection.Local.Family == AddressFamily.Unix)
        {
            environment["PROTO"] = "UNIX";
            environment["UNIXLOCALPATH"] = connection.Local.Path;
            return;
        }

        environment["PROTO"] = "TCP";
        environment["TCPLOCALIP"] = connection.Local.IPAddress?.ToString();
        environment["TCPLOCALPORT"] = Text(connection.Local.Port);
        environment["TCPREMOTEIP"] = connection.Peer.IPAddress?.ToString();
        environment["TCPREMOTEPORT"] = Text(connection.Peer.Port);
    }

    static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}

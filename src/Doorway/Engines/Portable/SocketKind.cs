using System.Net.Sockets;

namespace Doorway.Engines.Portable;

/// <summary>The arguments of socket(2) for a transport: family, type and protocol.</summary>
static class SocketKind
{
    /// <summary>A socket of the transport in the family.</summary>
    /// <exception cref="SocketException">
    /// The machine does not have the family, or no descriptor is left.
    /// </exception>
    public static Socket Create(Transport transport, AddressFamily family) => new(
        family, transport.IsStream ? SocketType.Stream : SocketType.Dgram, Protocol(transport));

    /// <summary>Family and type as the man page names them.</summary>
    public static string Words(Transport transport, AddressFamily family)
    {
        string domain = family switch
        {
            AddressFamily.InterNetwork => "AF_INET",
            AddressFamily.InterNetworkV6 => "AF_INET6",
            _ => "AF_UNIX",
        };
        return domain + (transport.IsStream ? ", SOCK_STREAM" : ", SOCK_DGRAM");
    }

    static ProtocolType Protocol(Transport transport) => transport switch
    {
        Transport.Tcp => ProtocolType.Tcp,
        Transport.Udp => ProtocolType.Udp,
        _ => ProtocolType.Unspecified,
    };
}

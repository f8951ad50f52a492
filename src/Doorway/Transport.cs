namespace Doorway;

/// <summary>How bytes travel: the scheme of an <see cref="Address"/>.</summary>
public enum Transport
{
    /// <summary>A byte stream between hosts, <c>tcp://host:port</c> (RFC 9293).</summary>
    Tcp,

    /// <summary>Datagrams between hosts, <c>udp://host:port</c> (RFC 768).</summary>
    Udp,

    /// <summary>A byte stream on this machine, <c>unix:/path</c> (unix(7)).</summary>
    Unix,

    /// <summary>Datagrams on this machine, <c>unixgram:/path</c> (unix(7)).</summary>
    UnixDatagram,
}

/// <summary>What a <see cref="Transport"/> is like, and its name in an address.</summary>
public static class Transports
{
    extension(Transport transport)
    {
        /// <summary>
        /// Whether it carries a byte stream over a connection (TCP, Unix stream).
        /// </summary>
        public bool IsStream => transport is Transport.Tcp or Transport.Unix;

        /// <summary>
        /// Whether it carries datagrams, each whole or not at all (UDP, Unix datagram).
        /// </summary>
        public bool IsDatagram => transport is Transport.Udp or Transport.UnixDatagram;

        /// <summary>
        /// Whether it is addressed by a path on this machine, not by host and port.
        /// </summary>
        public bool IsUnix => transport is Transport.Unix or Transport.UnixDatagram;

        /// <summary>The scheme: <c>tcp</c>, <c>udp</c>, <c>unix</c> or <c>unixgram</c>.</summary>
        /// <exception cref="ArgumentOutOfRangeException">
        /// The value is none of the four.
        /// </exception>
        public string Scheme() => transport switch
        {
            Transport.Tcp => "tcp",
            Transport.Udp => "udp",
            Transport.Unix => "unix",
            Transport.UnixDatagram => "unixgram",
            _ => throw new ArgumentOutOfRangeException(nameof(transport), transport, null),
        };
    }

    /// <summary>
    /// The transport of a scheme, in any letter case; null when it is none of the four.
    /// </summary>
    internal static Transport? FromScheme(ReadOnlySpan<char> scheme)
    {
        for (var transport = Transport.Tcp; transport <= Transport.UnixDatagram; transport++)
        {
            if (scheme.Equals(transport.Scheme(), StringComparison.OrdinalIgnoreCase))
                return transport;
        }

        return null;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// Where a socket is: <c>tcp://host:port</c>, <c>udp://host:port</c>, <c>unix:/path</c> (stream)
/// or
/// <c>unixgram:/path</c>. Always valid and in canonical form, so two addresses that are written
/// differently but name the same host, port and transport are equal.
/// </summary>
public sealed record Address
{
    internal const string Broadcast = "<broadcast>";
    internal const int MaxPort = 65535;

    internal Address(Transport transport, string host, int port, string path)
    {
        Transport = transport;
        Host = host;
        Port = port;
        Path = path;
    }

    /// <summary>How bytes travel there.</summary>
    public Transport Transport { get; }

    /// <summary>
    /// A name in lower case, a dotted quad, an IPv6 address without brackets (RFC 5952, with
    /// <c>%scope</c> if it has one), <c>&lt;broadcast&gt;</c>, or empty for any interface.
    /// Empty for a Unix address.
    /// </summary>
    public string Host { get; }

    /// <summary>0 to 65535; 0 asks the system to choose, and is what a Unix address has.</summary>
    public int Port { get; }

    /// <summary>
    /// The path of a Unix address, where a leading <c>@</c> stands for Linux's abstract namespace;
    /// empty otherwise.
    /// </summary>
    public string Path { get; }

    /// <summary>
    /// Whether it means every interface: an empty host, <c>0.0.0.0</c> or <c>::</c>.
    /// </summary>
    public bool IsAnyInterface => !Transport.IsUnix && Host is "" or "0.0.0.0" or "::";

    /// <summary>Whether it means every host of the local network (RFC 919).</summary>
    public bool IsBroadcast => Host is Broadcast or "255.255.255.255";

    /// <summary>
    /// Whether the host is <c>localhost</c> (or a name under it, RFC 6761 6.3), 127.0.0.0/8 or
    /// ::1. False for a Unix address, which has no host.
    /// </summary>
    public bool IsLoopback =>
        AddressHost.IsLocalhost(Host)
        || (IPAddress.TryParse(Host, out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>
    /// Reads an address. Without a scheme <c>host:port</c> and <c>:port</c> mean TCP, and a number
    /// alone is a TCP port on localhost. The port may be a service's name (<see
    /// cref="ServiceNames"/>).
    /// </summary>
    /// <exception cref="AddressFormatException">The text is not an address.</exception>
    public static Address Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var address, out var error) ? address : throw error;
    }

    /// <summary>
    /// Reads an address as <see cref="Parse"/> does, and says what is wrong without throwing.
    /// </summary>
    /// <param name="text">The text; null counts as empty.</param>
    /// <param name="address">The address, or null when the text is none.</param>
    /// <param name="error">Why and where the text is no address, or null.</param>
    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        [NotNullWhen(true)] out Address? address,
        [NotNullWhen(false)] out AddressFormatException? error) =>
        TryParse(text, ServiceNames.Machine, out address, out error);

    internal static bool TryParse(
        [NotNullWhen(true)] string? text,
        ServiceNames services,
        [NotNullWhen(true)] out Address? address,
        [NotNullWhen(false)] out AddressFormatException? error)
    {
        var fault = AddressParser.Parse(text ?? "", services, out address);
        error = fault?.ToException(text ?? "");
        return address is not null;
    }

    /// <summary>Makes a TCP or UDP address.</summary>
    /// <param name="transport">TCP or UDP.</param>
    /// <param name="host">The host as <see cref="Host"/> describes it, or an integer.</param>
    /// <param name="port">0 to 65535.</param>
    /// <exception cref="ArgumentException">The transport is a Unix one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The port is out of range.</exception>
    /// <exception cref="AddressFormatException">The host is malformed.</exception>
    public static Address Of(Transport transport, string host, int port)
    {
        ArgumentNullException.ThrowIfNull(host);
        ThrowIfNotPort(port);
        if (transport is not (Transport.Tcp or Transport.Udp))
            throw new ArgumentException($"{transport} has no host: use OfPath", nameof(transport));

        var fault = AddressHost.Read(transport, host, out var canonical);
        return fault is { } wrong
            ? throw wrong.ToException(host)
            : new Address(transport, canonical, port, "");
    }

    /// <summary>
    /// Makes a Unix address. A path that begins with <c>@</c> is an abstract name.
    /// </summary>
    /// <exception cref="ArgumentException">The transport is not a Unix one.</exception>
    /// <exception cref="AddressFormatException">
    /// The path is empty, too long or malformed.
    /// </exception>
    public static Address OfPath(Transport transport, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!transport.IsUnix)
            throw new ArgumentException($"{transport} has no path: use Of", nameof(transport));

        return AddressPath.Check(path, 0) is { } wrong
            ? throw wrong.ToException(path)
            : new Address(transport, "", 0, path);
    }

    /// <summary>
    /// The address of a socket's end point. An IPv4-mapped IPv6 address (<c>::ffff:a.b.c.d</c>,
    /// how a dual-mode socket names an IPv4 peer) is shown as the IPv4 address that it is.
    /// </summary>
    /// <exception cref="ArgumentException"> The end point is not one of that transport, or is an
    /// unnamed Unix socket, which has no address.
    /// </exception>
    public static Address FromEndPoint(Transport transport, EndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        return (transport.IsUnix, endPoint) switch
        {
            (false, IPEndPoint ip) => Of(transport, ip.Address.ToString(), ip.Port),
            (false, DnsEndPoint dns) => Of(transport, dns.Host, dns.Port),
            (true, UnixDomainSocketEndPoint unix) => AddressPath.Of(unix) is { Length: > 0 } path
                ? OfPath(transport, path)
                : throw new ArgumentException(
                    "An unnamed Unix socket has no address.", nameof(endPoint)),
            _ => throw new ArgumentException(
                $"{endPoint.AddressFamily} is not a family of {transport}.", nameof(endPoint)),
        };
    }

    /// <summary>The same host with another port.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The port is not 0 to 65535.</exception>
    /// <exception cref="InvalidOperationException">A Unix address has no port.</exception>
    public Address WithPort(int port)
    {
        ThrowIfNotPort(port);
        return Transport.IsUnix
            ? throw new InvalidOperationException($"{this} has no port")
            : new Address(Transport, Host, port, "");
    }

    /// <summary>The end points behind the address, in the order in which to try them.</summary>
    /// <param name="family">IPv4 or IPv6 alone; by default both.</param>
    /// <param name="cancellation">Ends the wait for a name server: pass a time limit here.</param>
    /// <returns>At least one end point, none twice.</returns>
    /// <exception cref="AddressResolutionException">
    /// There is no such host or interface, or it has no address of the family asked for.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The family is not an Internet family.
    /// </exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public ValueTask<IReadOnlyList<EndPoint>> ResolveAsync(
        AddressFamily family = AddressFamily.Unspecified,
        CancellationToken cancellation = default) =>
        AddressResolver.Machine.ResolveAsync(this, family, cancellation);

    /// <summary>
    /// The canonical text, always with its scheme; <see cref="Parse"/> reads it back to an equal
    /// address.
    /// </summary>
    public override string ToString()
    {
        var scheme = Transport.Scheme();
        if (Transport.IsUnix)
        {
            // "unix://x" would name a host: a path of two slashes is written after an empty host.
            var empty = Path.StartsWith("//", StringComparison.Ordinal) ? "//" : "";
            return $"{scheme}:{empty}{Path}";
        }

        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return $"{scheme}://{host}:{Port}";
    }

    static void ThrowIfNotPort(int port)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, MaxPort);
    }
}

using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// Turns an address into the end points to try, in order. Literals and localhost need no name
/// server. The order of a name's addresses is the system resolver's (RFC 6724).
/// </summary>
/// <param name="lookup">The resolver of names.</param>
/// <param name="ipv6IsUsable">Whether this machine has IPv6.</param>
/// <param name="interfaceIndex">The index of a network interface by name, or null.</param>
sealed class AddressResolver(
    Func<string, AddressFamily, CancellationToken, Task<IPAddress[]>> lookup,
    Func<bool> ipv6IsUsable,
    Func<string, long?> interfaceIndex)
{
    internal static AddressResolver Machine { get; } =
        new(
            (host, family, cancellation) =>
                Dns.GetHostAddressesAsync(host, family, cancellation),
            () => AddressFamilies.IPv6IsUsable, FindInterface);

    internal async ValueTask<IReadOnlyList<EndPoint>> ResolveAsync(
        Address address, AddressFamily family, CancellationToken cancellation)
    {
        if (family is not (AddressFamily.Unspecified or AddressFamily.InterNetwork
            or AddressFamily.InterNetworkV6))
            throw new ArgumentOutOfRangeException(nameof(family), family, "Not IPv4 or IPv6.");

        cancellation.ThrowIfCancellationRequested();
        if (address.Transport.IsUnix)
            return [ResolvePath(address, family)];

        var found = Known(address.Host)
            ?? await LookUpAsync(address.Host, family, cancellation).ConfigureAwait(false);
        var end = new List<EndPoint>();
        foreach (var ip in found)
        {
            var one = new IPEndPoint(ip, address.Port);
            var isWanted = family == AddressFamily.Unspecified || ip.AddressFamily == family;
            if (isWanted && !end.Contains(one))
                end.Add(one);
        }

        return end.Count > 0 ? end : throw NoneOf(address.Host, family);
    }

    /// <summary>
    /// The addresses of a host that is no name, or a name that is fixed (RFC 6761 6.3).
    /// </summary>
    IPAddress[]? Known(string host)
    {
        if (host.Length == 0)
            return ipv6IsUsable() ? [IPAddress.Any, IPAddress.IPv6Any] : [IPAddress.Any];
        if (host == Address.Broadcast)
            return [IPAddress.Broadcast];
        if (AddressHost.IsLocalhost(host))
            return ipv6IsUsable()
                ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
                : [IPAddress.Loopback];

        var percent = host.IndexOf('%', StringComparison.Ordinal);
        if (AddressIPv4.FromQuad(host) is { } quad)
            return [quad];
        if (percent < 0)
            return IPAddress.TryParse(host, out var ip) ? [ip] : null;

        var scoped = IPAddress.Parse(host.AsSpan(0, percent));
        scoped.ScopeId = ScopeId(host, host[(percent + 1)..]);
        return [scoped];
    }

    long ScopeId(string host, string scope)
    {
        if (AddressText.IsNumber(scope))
            return long.Parse(scope, CultureInfo.InvariantCulture);

        return interfaceIndex(scope) ?? throw new AddressResolutionException(
            host, SocketError.AddressNotAvailable,
            $"{host}: this machine has no interface called {scope}");
    }

    static long? FindInterface(string name)
    {
        foreach (var card in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (card.Name == name && card.Supports(NetworkInterfaceComponent.IPv6))
                return card.GetIPProperties().GetIPv6Properties().Index;
        }

        return null;
    }

    async Task<IPAddress[]> LookUpAsync(
        string host, AddressFamily family, CancellationToken cancellation)
    {
        const AddressFamily Any = AddressFamily.Unspecified;
        try
        {
            // getaddrinfo(3) can't be interrupted: on cancellation it is left to end on its own.
            var search = lookup(host, family, cancellation);
            return await search.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (SocketException e) when (family != Any && IsAbsence(e.SocketErrorCode))
        {
            // "No IPv6 address" and "no such host" can look alike here: ask for any, to say which.
            return await LookUpAsync(host, Any, cancellation).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            var cause = e.SocketErrorCode switch
            {
                SocketError.HostNotFound => "no such host",
                SocketError.NoData => "the host has no address",
                SocketError.TryAgain => "the name server doesn't answer, try again later",
                _ => $"the name can't be looked up ({e.SocketErrorCode})",
            };
            throw new AddressResolutionException(host, e.SocketErrorCode, $"{host}: {cause}", e);
        }
    }

    static bool IsAbsence(SocketError error) =>
        error is SocketError.HostNotFound or SocketError.NoData;

    static AddressResolutionException NoneOf(string host, AddressFamily family)
    {
        var shown = host.Length == 0 ? "this machine" : host;
        var what = family == AddressFamily.Unspecified ? "" : AddressFamilies.NameOf(family) + " ";
        return new(host, SocketError.NoData, $"{shown} has no {what}address");
    }

    static UnixDomainSocketEndPoint ResolvePath(Address address, AddressFamily family)
    {
        if (family != AddressFamily.Unspecified)
            throw NoneOf(address.ToString(), family);

        try
        {
            return AddressPath.ToEndPoint(address.Path);
        }
        catch (Exception e) when (e is PlatformNotSupportedException or ArgumentException)
        {
            // Elsewhere than on Linux sun_path is shorter, and there may be no Unix sockets at
            // all.
            throw new AddressResolutionException(
                address.Path, SocketError.AddressFamilyNotSupported,
                $"{address}: this system can't have a Unix socket of that path", e);
        }
    }
}

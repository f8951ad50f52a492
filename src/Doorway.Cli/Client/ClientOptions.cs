using System.Net;
using System.Net.Sockets;
using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Client;

/// <summary>What the client was asked to do.</summary>
sealed record ClientOptions
{
    /// <summary>Where to.</summary>
    public required Address Address { get; init; }

    /// <summary>The engine.</summary>
    public required Engine Engine { get; init; }

    /// <summary>What is said on standard error.</summary>
    public required Notices Notices { get; init; }

    /// <summary>What is shown on standard output.</summary>
    public required Arrivals Arrivals { get; init; }

    /// <summary>Events on standard output; null unless asked for.</summary>
    public JsonEvents? Events { get; init; }

    /// <summary>What is sent.</summary>
    public required Stream Input { get; init; }

    /// <summary>Whether a person types.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>IPv4 only, IPv6 only, or either.</summary>
    public AddressFamily Family { get; init; }

    /// <summary>The local address to bind to; null for the kernel's choice.</summary>
    public Address? Bind { get; init; }

    /// <summary>Whether datagrams may go to everybody.</summary>
    public bool Broadcast { get; init; }

    /// <summary>Whether anybody may answer: a broadcast address was named, or allowed.</summary>
    public bool IsToEverybody => Broadcast || Address.IsBroadcast;

    /// <summary>How long an answer may take (UDP), or silence last after our end (TCP).</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>How long one address may take to connect.</summary>
    public TimeSpan ConnectTimeout { get; init; }

    /// <summary>How often an unanswered datagram is sent again.</summary>
    public int Retries { get; init; }

    /// <summary>Whether lines end with CR LF on the wire.</summary>
    public bool CrLf { get; init; }

    /// <summary>Whether lines go without their newline.</summary>
    public bool NoNewline { get; init; }

    /// <summary>Where calls are written down.</summary>
    public Journal? Journal { get; init; }

    /// <summary>The addresses that the name has, in the resolver's order.</summary>
    /// <exception cref="AddressResolutionException">It has none.</exception>
    public async Task<IReadOnlyList<EndPoint>> ResolveAsync(CancellationToken cancellation)
    {
        long started = Journal is null ? 0 : Journal.Now;
        IReadOnlyList<EndPoint> found = await Address.ResolveAsync(Family, cancellation);
        found = Bind is null ? found : await ReachableAsync(Bind, found, cancellation);
        if (Address.Host.Any(char.IsLetter)
            && !Address.Host.Contains(':', StringComparison.Ordinal))
        {
            Journal?.Record(
                new Entry
                {
                    Call = SocketCall.GetAddrInfo,
                    Transport = Address.Transport,
                    Argument = $"\"{Address.Host}\"",
                },
                [], started);
        }

        return found;
    }

    // From an IPv4 address only IPv4 addresses can be reached.
    static async Task<IReadOnlyList<EndPoint>> ReachableAsync(
        Address bind, IReadOnlyList<EndPoint> remotes, CancellationToken cancellation)
    {
        IReadOnlyList<EndPoint> locals = await bind.ResolveAsync(
            AddressFamily.Unspecified, cancellation);
        EndPoint[] reachable = [.. remotes.Where(
            remote => locals.Any(local => local.AddressFamily == remote.AddressFamily))];
        return reachable.Length > 0
            ? reachable
            : throw new UsageException(
                $"--bind {bind.Host} is of another family (IPv4, IPv6) than "
                + $"{SocketName.From(remotes[0])}; "
                + "bind to an address of the same family");
    }

    /// <summary>Opens the socket of a client of datagrams.</summary>
    /// <exception cref="NetworkFailureException">The local address can't be had.</exception>
    public DatagramSocket OpenDatagram(AddressFamily family, DialOptions dial)
    {
        try
        {
            return Engine.OpenDatagram(Address.Transport, family, dial);
        }
        catch (SocketException failure) when (Bind is not null)
        {
            throw new NetworkFailureException(Failure.ToBind(Bind, failure.SocketErrorCode));
        }
    }

    /// <summary>The local end to bind to, of the family that the remote end has.</summary>
    public async Task<EndPoint?> LocalAsync(AddressFamily family, CancellationToken cancellation)
    {
        if (Bind is null)
        {
            return null;
        }

        IReadOnlyList<EndPoint> found = await Bind.ResolveAsync(family, cancellation);
        return found[0];
    }
}

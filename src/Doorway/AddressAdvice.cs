using static Doorway.AddressText;

namespace Doorway;

/// <summary>
/// What to write instead of a text that is no address. Advice is tried before it is given: what it
/// tells to write is an address. A trial gives no advice itself, so trials go one level deep.
/// </summary>
/// <param name="text">The whole text.</param>
/// <param name="services">The names that a port may have.</param>
/// <param name="isTrial">Whether the text is itself advice that is being tried.</param>
sealed class AddressAdvice(string text, ServiceNames services, bool isTrial)
{
    const int Longest = 80;
    const string Example = "tcp://localhost:12000";

    /// <summary>
    /// "write X", with the first text that is an address and not too long to read.
    /// </summary>
    internal string Write(params ReadOnlySpan<string> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (Parses(candidate))
                return $"write {candidate}";
        }

        return $"write {Example}";
    }

    /// <summary>"write X or Y", or the one of them that is an address.</summary>
    internal string WriteEither(string first, string second) =>
        Parses(first) && Parses(second) ? $"write {first} or {second}" : Write(first, second);

    bool Parses(string candidate) =>
        !isTrial && candidate.Length <= Longest && AddressParser.Accepts(candidate, services);

    /// <summary>A host without a port.</summary>
    internal AddressFault NoPort(Transport transport, string host)
    {
        var scheme = transport.Scheme();
        var hasScheme = host.Length < text.Length;
        if (hasScheme)
            return new(text.Length, "the port is missing: " + (IsNumber(host)
                ? WriteEither($"{scheme}://localhost:{host}", $"{scheme}://{host}:12000")
                : Write($"{scheme}://{host}:12000")));

        // A word that is a service's name could be one here, as a number alone is a port here. Any
        // other word is a host, and lacks its port: by number or by name.
        if (ServiceTransport(host) is not { } carrier)
            return new(text.Length,
                "the port is missing: " + WriteEither($"{host}:12000", $"{host}:http"));

        scheme = carrier.Scheme();
        return new(text.Length, $"{Quote(host)} alone could be a service or a host: "
            + WriteEither($"{scheme}://localhost:{host}", $"{scheme}://{host}:12000"));
    }

    /// <summary>A word as the port that the transport has no service for.</summary>
    internal AddressFault NoService(Transport transport, string host, int start)
    {
        var name = text[start..];
        var scheme = transport.Scheme();
        var other = transport == Transport.Tcp ? Transport.Udp : Transport.Tcp;
        if (services.TryGetPort(name, other, out var port))
            return new(start, $"{name} is a {other.Scheme()} service ({port}): "
                + WriteEither($"{other.Scheme()}://{host}:{name}", $"{scheme}://{host}:{port}")
                + " to use the number");

        return new(start, $"{Quote(name)} is neither a number nor a service in "
            + $"{services.Source}: " + Write($"{scheme}://{host}:12000"));
    }

    /// <summary>More than one colon outside brackets: IPv6, or a port too many.</summary>
    internal AddressFault TwoColons(Transport transport, int start, int second)
    {
        var scheme = transport.Scheme();
        var rest = text[start..];
        var last = rest.LastIndexOf(':');
        var withPort = $"{scheme}://[{rest[..last]}]:{rest[(last + 1)..]}";
        var without = $"{scheme}://[{rest}]:12000";
        if (Parses(withPort) || Parses(without))
            return new(start, "an IPv6 address stands in brackets: " + Write(withPort, without));

        return new(second, "a second ':' follows, and only an IPv6 address has more than one: "
            + Write($"{scheme}://{text[start..second]}", $"{scheme}://[::1]:12000"));
    }

    /// <summary>tcp or udp, a colon, and no two slashes.</summary>
    internal AddressFault NoSlashes(Transport transport, int afterColon)
    {
        var rest = text[afterColon..].TrimStart('/');
        var start = transport.Scheme() + "://";
        var here = start + "localhost:";
        return new(afterColon, $"// is missing after {transport.Scheme()}: " + (rest.Length == 0
            ? Write(here + "12000")
            : IsNumber(rest)
            ? Write(here + rest)
            : Write(start + rest, start + rest + ":12000", here + "12000")));
    }

    /// <summary>A text that starts with a path or with two slashes.</summary>
    internal AddressFault NoScheme()
    {
        var slashes = text.Length - text.AsSpan().TrimStart('/').Length;
        return slashes == 2
            ? new(0, "the scheme is missing: " + Write($"tcp:{text}", $"tcp:{text}:12000"))
            : new(0, "a path needs its scheme: "
                + Write($"unix:{text[Math.Max(0, slashes - 1)..]}", "unix:/path"));
    }

    /// <summary>Something else than the four schemes before <c>://</c>.</summary>
    internal AddressFault WrongScheme(string scheme, string rest)
    {
        if (scheme.Length == 0)
            return new(0, "the scheme before :// is missing: "
                + Write($"tcp://{rest}", $"tcp://{rest}:12000"));
        if (ServiceTransport(scheme) is not { } carrier)
            return new(0, $"{Quote(scheme)} is not a scheme (tcp, udp, unix, unixgram): "
                + Write($"tcp://{rest}", $"tcp://{rest}:12000"));

        var hostEnd = rest.StartsWith('[')
            ? rest.IndexOf(']', StringComparison.Ordinal) + 1
            : rest.IndexOfAny([':', '/', '?', '#']);
        var host = hostEnd < 0 ? rest : rest[..hostEnd];
        var start = carrier.Scheme() + "://";
        var service = ":" + scheme.ToLowerInvariant();
        return new(0, $"{Quote(scheme)} is a service, not a way to travel: "
            + Write(start + host + service, start + "localhost" + service));
    }

    /// <summary>Which transport has a service of that name: TCP if both have.</summary>
    Transport? ServiceTransport(string name) =>
        services.TryGetPort(name, Transport.Tcp, out _) ? Transport.Tcp
        : services.TryGetPort(name, Transport.Udp, out _) ? Transport.Udp
        : null;
}

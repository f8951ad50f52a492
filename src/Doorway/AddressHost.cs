using static Doorway.AddressText;

namespace Doorway;

/// <summary>
/// The host of an address: a name (RFC 1123 2.1, and underscores), a dotted quad, an integer, an
/// IPv6 address, <c>&lt;broadcast&gt;</c> or nothing. Turns it into canonical form or says what is
/// wrong.
/// </summary>
static class AddressHost
{
    const int MaxName = 253;
    const int MaxLabel = 63;

    internal static bool IsLocalhost(string host)
    {
        var name = host.AsSpan().TrimEnd('.');
        return name.SequenceEqual("localhost") || name.EndsWith(".localhost");
    }

    internal static bool IsBroadcast(string host) =>
        host is Address.Broadcast or "255.255.255.255";

    /// <summary>Reads a host on its own, where an IPv6 address wears no brackets.</summary>
    internal static AddressFault? Read(Transport transport, string host, out string canonical)
    {
        canonical = "";
        if (FindUnprintable(host) is { } unprintable)
            return unprintable;

        var fault = host.Contains(':', StringComparison.Ordinal)
            ? AddressIPv6.Read(host, 0, host.Length, out canonical)
            : Read(host, 0, host.Length, out canonical);
        if (fault is null && transport == Transport.Tcp && IsBroadcast(canonical))
            return new(0, $"TCP can't broadcast: write udp://{canonical}:12000");

        return fault;
    }

    /// <summary>Reads the host between two positions, anything but IPv6.</summary>
    internal static AddressFault? Read(string text, int start, int end, out string canonical)
    {
        var host = text.AsSpan(start, end - start);
        canonical = "";
        if (host.IsEmpty)
            return null;
        if (host[0] == '<')
        {
            canonical = Address.Broadcast;
            return host.Equals(Address.Broadcast, StringComparison.OrdinalIgnoreCase)
                ? null
                : new(start, $"{Quote(host)} is no host: write udp://<broadcast>:12000");
        }

        if (IsNumber(host))
            return AddressIPv4.ReadInteger(host, start, out canonical);

        for (var i = start; i < end; i++)
        {
            if (!(char.IsAsciiLetterOrDigit(text[i]) || text[i] is '-' or '_' or '.'))
                return new(i, UnfitCharacter(text, i));
        }

        var whole = host.TrimEnd('.');
        if (AddressIPv4.IsNumeric(whole[(whole.LastIndexOf('.') + 1)..]))
            return AddressIPv4.ReadQuad(text, start, end, out canonical);

        canonical = text[start..end].ToLowerInvariant();
        return CheckName(host, start);
    }

    static string UnfitCharacter(string text, int position) => text[position] switch
    {
        // Invariant globalization has no Unicode tables, and IdnMapping then gives wrong answers
        // for capitals and for combining accents (it skips UTS 46): better none than another host.
        > '\x7f' => $"{QuoteAt(text, position)} isn't ASCII: give the name in its xn-- form",
        '[' or ']' => "brackets go around a whole IPv6 address: write tcp://[::1]:12000",
        '%' => "only an IPv6 address has a scope: write tcp://[fe80::1%eth0]:12000",
        '*' => "'*' is no host, and an empty one is any interface: write tcp://:12000",
        _ => $"{QuoteAt(text, position)} can't be in a host name "
            + "(letters, digits, '-', '_' and '.')",
    };

    static AddressFault? CheckName(ReadOnlySpan<char> name, int start)
    {
        // A dot at the end marks the root: the name is complete, and no search list is tried.
        var rest = name[^1] == '.' ? name[..^1] : name;
        if (rest.Length > MaxName)
            return new(start, $"the name has {rest.Length} characters and may have {MaxName} "
                + "(RFC 1123 2.1)");

        for (var at = start; ;)
        {
            var dot = rest.IndexOf('.');
            var label = dot < 0 ? rest : rest[..dot];
            if (CheckLabel(label, at) is { } fault)
                return fault;
            if (dot < 0)
                return null;

            rest = rest[(dot + 1)..];
            at += dot + 1;
        }
    }

    static AddressFault? CheckLabel(ReadOnlySpan<char> label, int at)
    {
        if (label.IsEmpty)
            return new(at, "a part of the name between its dots is empty");
        if (label.Length > MaxLabel)
            return new(at, $"{Quote(label)} has {label.Length} characters, and a part of a name "
                + $"may have {MaxLabel} (RFC 1035 2.3.4)");
        if (label[0] == '-')
            return new(at, $"{Quote(label)} starts with '-' (RFC 1123 2.1)");
        if (label[^1] == '-')
            return new(at + label.Length - 1, $"{Quote(label)} ends with '-' (RFC 1123 2.1)");
        return null;
    }
}

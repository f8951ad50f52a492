using System.Globalization;
using static Doorway.AddressText;

namespace Doorway;

/// <summary>
/// Reads the text of an address from left to right; the first thing that is wrong is the fault.
/// Nothing is decoded: a '%' in a path is a '%'.
/// </summary>
/// <param name="text">The whole text.</param>
/// <param name="services">The names that a port may have.</param>
/// <param name="advice">What a fault says to write instead.</param>
sealed class AddressParser(string text, ServiceNames services, AddressAdvice advice)
{
    Address? _address;

    internal static AddressFault? Parse(string text, ServiceNames services, out Address? address)
    {
        var advice = new AddressAdvice(text, services, isTrial: false);
        var parser = new AddressParser(text, services, advice);
        var fault = parser.Read();
        address = fault is null ? parser._address : null;
        return fault;
    }

    /// <summary>Whether the text is an address, for advice to be tried.</summary>
    internal static bool Accepts(string text, ServiceNames services)
    {
        var advice = new AddressAdvice(text, services, isTrial: true);
        return new AddressParser(text, services, advice).Read() is null;
    }

    AddressFault? Read()
    {
        if (text.Length == 0)
            return new(0, "the address is empty: write tcp://localhost:12000");
        if (FindUnprintable(text) is { } unprintable)
            return unprintable;

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var head = colon < 0 ? text : text[..colon];
        var afterColon = colon + 1;
        var slashes = colon >= 0 && text.AsSpan(afterColon).StartsWith("//");
        if (colon >= 0 && Transports.FromScheme(head) is { } transport)
        {
            if (transport.IsUnix)
                return ReadPath(transport, afterColon);

            return slashes
                ? ReadHostAndPort(transport, afterColon + 2)
                : advice.NoSlashes(transport, afterColon);
        }

        if (slashes)
            return advice.WrongScheme(head, text[(afterColon + 2)..]);
        if (text[0] is '/' or '~' || text.StartsWith("./", StringComparison.Ordinal)
            || text.StartsWith("../", StringComparison.Ordinal))
            return advice.NoScheme();
        return colon < 0 ? ReadBare() : ReadHostAndPort(Transport.Tcp, 0);
    }

    AddressFault? ReadPath(Transport transport, int start)
    {
        var scheme = transport.Scheme();
        var path = start;
        if (text.AsSpan(start).StartsWith("//"))
        {
            path += 2;
            if (path < text.Length && text[path] != '/')
                return new(path, "a Unix address has a path and no host: "
                    + advice.WriteEither($"{scheme}:/{text[path..]}", $"{scheme}:{text[path..]}"));
        }

        if (AddressPath.Check(text, path) is { } fault)
            return fault;

        _address = new(transport, "", 0, text[path..]);
        return null;
    }

    /// <summary>
    /// A text without a colon. A number can only be meant as a port, and the port that a person
    /// tries first is their own machine's. A word could be a host or a service, so it is not
    /// guessed.
    /// </summary>
    AddressFault? ReadBare()
    {
        if (Transports.FromScheme(text) is { } transport)
            return new(text.Length, $"{Quote(text)} is a scheme, and where to is missing: "
                + advice.Write(transport.IsUnix ? $"{text}:/path" : $"{text}://localhost:12000"));
        if (text[0] == '@')
            return new(0, "an abstract socket needs its scheme: "
                + advice.Write($"unix:{text}", "unix:@name"));
        if (!IsNumber(text))
            return ReadHostAndPort(Transport.Tcp, 0);
        if (HasLeadingZero(text))
            return new(0, $"{Quote(text)} has a leading zero: "
                + advice.Write(text.TrimStart('0'), "tcp://localhost:0"));
        if (!uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return new(0, $"{Quote(text)} is above {Address.MaxPort}, the highest port");
        if (number > Address.MaxPort)
            return new(0, $"{text} is above {Address.MaxPort}, the highest port, and a host "
                + "that is an integer needs a port: "
                + advice.Write($"{text}:80", $"udp://{text}:80"));

        _address = new(Transport.Tcp, "localhost", (int)number, "");
        return null;
    }

    AddressFault? ReadHostAndPort(Transport transport, int start)
    {
        if (start == text.Length)
            return new(start, "the host and the port are missing: "
                + advice.Write($"{transport.Scheme()}://localhost:12000"));
        if (CheckWhole(transport, start) is { } extra)
            return extra;

        AddressFault? fault;
        string host;
        int hostEnd;
        if (text[start] == '[')
        {
            fault = ReadBracketed(transport, start, out host, out hostEnd);
        }
        else
        {
            hostEnd = text.IndexOf(':', start);
            if (hostEnd >= 0 && text.IndexOf(':', hostEnd + 1) is >= 0 and var second)
                return advice.TwoColons(transport, start, second);
            if (hostEnd < 0)
                hostEnd = text.Length;
            fault = AddressHost.Read(text, start, hostEnd, out host);
        }

        if (fault is not null)
            return fault;

        var hostText = text[start..hostEnd];
        if (transport == Transport.Tcp && AddressHost.IsBroadcast(host))
            return new(start, "TCP can't broadcast: "
                + advice.Write($"udp://{text[start..]}", $"udp://{hostText}:12000"));
        if (hostEnd == text.Length)
            return advice.NoPort(transport, hostText);
        if (ReadPort(transport, hostText, hostEnd + 1, out var port) is { } wrongPort)
            return wrongPort;

        _address = new(transport, host, port, "");
        return null;
    }

    /// <summary>
    /// What a URL may have and an address doesn't: a user, a path, a query, a part.
    /// </summary>
    AddressFault? CheckWhole(Transport transport, int start)
    {
        var bracketed = text[start] == '[' ? text.IndexOf(']', start) : start;
        if (bracketed < 0)
            return null;

        var before = $"{transport.Scheme()}://";
        if (text.IndexOf('@', bracketed) is >= 0 and var at)
            return new(start, "an address has no user name or password: "
                + advice.Write($"{before}{text[(at + 1)..]}"));
        if (text.AsSpan(bracketed).IndexOfAny("/?#") is not (>= 0 and var offset))
            return null;

        var stop = bracketed + offset;
        if (stop == start)
            return new(start, $"{QuoteAt(text, stop)} stands where the host should be: "
                + advice.Write(before + text[start..].TrimStart('/')));

        var whole = before + text[start..stop];
        return new(stop, $"an address ends with its port, and {QuoteAt(text, stop)} "
            + "follows: " + advice.Write(whole, whole + ":12000"));
    }

    AddressFault? ReadBracketed(Transport transport, int start, out string host, out int hostEnd)
    {
        host = "";
        hostEnd = text.IndexOf(']', start) + 1;
        var before = $"{transport.Scheme()}://";
        var example = before + "[::1]:12000";
        if (hostEnd == 0)
            return new(start, "the bracket is never closed: " + advice.Write(example));

        var inside = text[(start + 1)..(hostEnd - 1)];
        var after = text[hostEnd..];
        if (inside.Length == 0)
            return new(start + 1, "nothing is in the brackets: "
                + advice.Write($"{before}[::1]{after}", example));
        if (!inside.Contains(':', StringComparison.Ordinal))
            return new(start, "brackets are for IPv6 addresses alone: "
                + advice.Write(before + inside + after, $"{before}[::1]{after}", example));
        if (AddressIPv6.Read(text, start + 1, hostEnd - 1, out host) is { } fault)
            return fault;
        if (after.Length > 0 && after[0] != ':')
            return new(hostEnd, $"{QuoteAt(text, hostEnd)} follows the bracket, "
                + "and only ':' and the port may: "
                + advice.Write($"{before}{text[start..hostEnd]}:12000"));
        return null;
    }

    AddressFault? ReadPort(Transport transport, string host, int start, out int port)
    {
        port = 0;
        var before = $"{transport.Scheme()}://{host}:";
        var name = text[start..];
        if (name.Length == 0)
            return new(start, "the port is missing after ':': " + advice.Write(before + "12000"));
        if (IsNumber(name))
            return ReadNumber(name, before, start, out port);
        if (name[0] is '-' or '+' && IsNumber(name.AsSpan(1)))
            return new(start, $"{Quote(name)} has a sign, and a port is a number "
                + $"from 0 to {Address.MaxPort}: "
                + advice.Write(before + name[1..], before + "12000"));
        for (var i = start; i < text.Length; i++)
        {
            if (!(char.IsAsciiLetterOrDigit(text[i]) || text[i] is '-' or '_' or '.' or '+'))
                return new(i, $"{QuoteAt(text, i)} can't be in a port, which is a number "
                    + "or the name of a service: " + advice.Write(before + "12000"));
        }

        return services.TryGetPort(name, transport, out port)
            ? null
            : advice.NoService(transport, host, start);
    }

    AddressFault? ReadNumber(string digits, string before, int start, out int port)
    {
        port = 0;
        if (HasLeadingZero(digits))
            return new(start, $"{Quote(digits)} has a leading zero: "
                + advice.Write(before + digits.TrimStart('0'), before + "0"));

        var fits = ushort.TryParse(
            digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        port = number;
        return fits
            ? null
            : new(start, $"{Quote(digits)} is above {Address.MaxPort}, the highest port");
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using static Doorway.AddressText;

namespace Doorway;

/// <summary>
/// An IPv6 address in text (RFC 4291 2.2), with an optional <c>%scope</c> (RFC 4007 11). Read by
/// hand, since <see cref="IPAddress"/> doesn't say what is wrong or where.
/// </summary>
static class AddressIPv6
{
    const int Groups = 8;
    const int MaxInterfaceName = 15;

    /// <summary>
    /// Reads the address between two positions into RFC 5952 form. An IPv4-mapped one
    /// (<c>::ffff:a.b.c.d</c>) becomes the dotted quad: that is the host it names.
    /// </summary>
    internal static AddressFault? Read(string text, int start, int end, out string canonical)
    {
        canonical = "";
        var percent = text.IndexOf('%', start, end - start);
        var addressEnd = percent < 0 ? end : percent;
        Span<byte> bytes = stackalloc byte[Groups * sizeof(ushort)];
        if (ReadGroups(text, start, addressEnd, bytes) is { } fault)
            return fault;

        var address = new IPAddress(bytes);
        var scope = "";
        if (percent >= 0 && ReadScope(text, percent + 1, end, out scope) is { } wrongScope)
            return wrongScope;
        if (address.IsIPv4MappedToIPv6 && percent >= 0)
            return new(percent, "an IPv4 address has no scope: leave it out");

        canonical = address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString() : address + scope;
        return null;
    }

    static AddressFault? ReadGroups(string text, int start, int end, Span<byte> bytes)
    {
        var count = 0;
        var gap = -1;
        var at = start;
        if (text.AsSpan(start, end - start).StartsWith("::"))
        {
            gap = 0;
            at += 2;
        }

        while (at < end)
        {
            var first = at;
            while (at < end && char.IsAsciiHexDigit(text[at]))
                at++;
            if (at < end && text[at] == '.' && at > first && count <= Groups - 2)
            {
                if (AddressIPv4.ReadQuad(text, first, end, out var quad) is { } wrong)
                    return wrong;

                IPAddress.Parse(quad).TryWriteBytes(bytes[(count * 2)..], out _);
                count += 2;
                break;
            }

            if (CheckGroup(text, first, at, end, count) is { } fault)
                return fault;

            var digits = text.AsSpan(first, at - first);
            var group = ushort.Parse(
                digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            BinaryPrimitives.WriteUInt16BigEndian(bytes[(count * 2)..], group);
            count++;
            if (at == end)
                break;
            if (++at == end)
                return new(
                    end - 1, "an IPv6 address can't end in one ':': write tcp://[::1]:12000");
            if (text[at] != ':')
                continue;
            if (gap >= 0)
                return new(at - 1, "'::' stands in an IPv6 address once at most");
            gap = count;
            at++;
        }

        return Spread(bytes, count, gap, text.IndexOf("::", start, StringComparison.Ordinal), end);
    }

    static AddressFault? CheckGroup(string text, int first, int at, int end, int count)
    {
        const int MaxDigits = 4;
        if (at < end && text[at] != ':')
            return new(at, $"{QuoteAt(text, at)} can't be in an IPv6 address, "
                + "which is like 2001:db8::1");
        if (at == first)
            return new(
                at, "a group of the IPv6 address is empty: only '::' leaves groups out, once");
        if (at - first > MaxDigits)
            return new(first, $"{Quote(text.AsSpan(first, at - first))} is longer than the "
                + "four hexadecimal digits of an IPv6 group");
        if (count == Groups)
            return new(first, "an IPv6 address has eight groups, and this has more");
        return null;
    }

    /// <summary>Moves the groups after <c>::</c> to the end.</summary>
    static AddressFault? Spread(Span<byte> bytes, int count, int gap, int gapAt, int end)
    {
        if (gap < 0)
            return count == Groups
                ? null
                : new(end, $"an IPv6 address has eight groups and this has {count}: "
                    + "'::' may stand for zeros");
        if (count == Groups)
            return new(gapAt, "'::' stands for one group at least, and all eight are there");

        var tail = bytes[(gap * 2)..(count * 2)].ToArray();
        bytes[(gap * 2)..].Clear();
        tail.CopyTo(bytes[^tail.Length..]);
        return null;
    }

    /// <summary>An interface's name or its index.</summary>
    static AddressFault? ReadScope(string text, int start, int end, out string scope)
    {
        var name = text.AsSpan(start, end - start);
        scope = "%" + name.ToString();
        if (name.IsEmpty)
            return new(start, "the scope is missing after %: write tcp://[fe80::1%eth0]:12000");
        if (IsNumber(name))
        {
            var fits = uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _);
            if (!fits || name[0] == '0')
                return new(start, $"{Quote(name)} is not the index of an interface "
                    + "(1 to 4294967295, without leading zeros)");

            return null;
        }

        for (var i = start; i < end; i++)
        {
            // The unreserved characters that RFC 6874 allows in a scope.
            if (!(char.IsAsciiLetterOrDigit(text[i]) || text[i] is '-' or '_' or '.' or '~'))
                return new(i, $"{QuoteAt(text, i)} can't be in an interface's name");
        }

        return name.Length > MaxInterfaceName
            ? new(start, $"{Quote(name)} is longer than an interface's name, "
                + $"{MaxInterfaceName} characters")
            : null;
    }
}

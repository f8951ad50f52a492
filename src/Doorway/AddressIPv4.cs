using System.Buffers;
using System.Globalization;
using System.Net;
using static Doorway.AddressText;

namespace Doorway;

/// <summary>
/// An IPv4 address in text: four decimal numbers, or one integer. The other forms of inet_aton(3)
/// (<c>127.1</c>, octal, hexadecimal) mean different hosts to different programs, so they are
/// refused.
/// </summary>
static class AddressIPv4
{
    const int QuadParts = 4;
    const string Like = "an IPv4 address is like 127.0.0.1";
    const string Octal = "has a leading zero, which many programs take for octal: leave it out";

    static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>
    /// Whether resolvers would take a name with this last label for an IPv4 address: no top-level
    /// domain is a number (RFC 1123 2.1), and inet_aton(3) reads hexadecimal.
    /// </summary>
    internal static bool IsNumeric(ReadOnlySpan<char> label) =>
        IsNumber(label)
        || (label.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && !label[2..].ContainsAnyExcept(HexDigits));

    /// <summary>Reads a binary address written as one number (2130706433 is 127.0.0.1).</summary>
    internal static AddressFault? ReadInteger(
        ReadOnlySpan<char> digits, int start, out string canonical)
    {
        canonical = "";
        if (HasLeadingZero(digits))
            return new(start, $"{Quote(digits)} {Octal}");
        if (!uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return new(start, $"{Quote(digits)} is above 4294967295, the highest IPv4 address");

        canonical = string.Create(CultureInfo.InvariantCulture,
            $"{value >> 24}.{(value >> 16) & 0xff}.{(value >> 8) & 0xff}.{value & 0xff}");
        return null;
    }

    /// <summary>
    /// The address of a canonical quad, null for any other host: what
    /// <see cref="IPAddress.TryParse(string, out IPAddress)"/> does, which the runtime compiles
    /// anew at each start.
    /// </summary>
    internal static IPAddress? FromQuad(string host)
    {
        uint address = 0;
        var parts = 0;
        for (var at = 0; at <= host.Length; parts++)
        {
            var length = host.AsSpan(at).IndexOf('.');
            var part = length < 0 ? host.AsSpan(at) : host.AsSpan(at, length);
            if (!byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var one))
                return null;

            address = (address << 8) | one;
            at += part.Length + 1;
        }

        return parts == QuadParts
            ? new IPAddress((uint)IPAddress.HostToNetworkOrder((int)address)) : null;
    }

    /// <summary>Reads four decimal numbers from 0 to 255 between two positions.</summary>
    internal static AddressFault? ReadQuad(string text, int start, int end, out string canonical)
    {
        canonical = "";
        var parts = 0;
        for (var at = start; at <= end; parts++)
        {
            var length = text.AsSpan(at, end - at).IndexOf('.');
            var part = text.AsSpan(at, length < 0 ? end - at : length);
            if (part.IsEmpty)
                return new(at, $"a number is missing: {Like}");
            if (!IsNumber(part))
                return new(at, $"{Quote(part)} is not a decimal number, and the host ends in one: "
                    + $"{Like}, a name ends in a word");
            if (HasLeadingZero(part))
                return new(at, $"{Quote(part)} {Octal}");
            if (!byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                return new(at, $"{Quote(part)} is above 255: {Like}");
            if (parts == QuadParts)
                return new(at, $"more than four numbers: {Like}");
            at += part.Length + 1;
        }

        if (parts < QuadParts)
            return new(end, $"an IPv4 address has four numbers and this has {parts}: {Like}");

        canonical = text[start..end];
        return null;
    }
}

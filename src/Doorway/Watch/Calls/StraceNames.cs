using System.Globalization;
using System.Net;
using System.Text;

namespace Doorway.Watch.Calls;

/// <summary>Addresses as strace(1) writes them: of descriptors, and of struct sockaddr.</summary>
static class StraceNames
{
    /// <summary>What a descriptor's annotation tells.</summary>
    public static StraceDoor Door(ReadOnlySpan<byte> annotation)
    {
        // A path and a pipe are written in hexadecimal, and are no sockets.
        int colon = annotation.IndexOf(":["u8);
        if (colon <= 0 || !char.IsAsciiLetterUpper((char)annotation[0])
            || annotation[^1] != (byte)']')
        {
            bool isPlain = annotation.StartsWith("socket:["u8)
                || StraceSyntax.Decoded(annotation, 16).StartsWith("socket:[", Ordinal);
            return isPlain ? new StraceDoor("socket", 0, 0, null, null)
                : new StraceDoor("", 0, 0, null, null);
        }

        string kind = string.Intern(Encoding.ASCII.GetString(annotation[..colon]));
        ReadOnlySpan<byte> inside = annotation[(colon + 2)..^1];
        StraceSyntax.Next(ref inside, out ReadOnlySpan<byte> ends);
        int arrow = ends.IndexOf("->"u8);
        ReadOnlySpan<byte> own = arrow < 0 ? ends : ends[..arrow];
        ReadOnlySpan<byte> other = arrow < 0 ? default : ends[(arrow + 2)..];
        if (TryInode(own, out ulong inode))
        {
            _ = TryInode(other, out ulong peer);
            return new StraceDoor(kind, inode, peer, Path(inside), null);
        }

        return new StraceDoor(kind, 0, 0, Internet(own), Internet(other));
    }

    const StringComparison Ordinal = StringComparison.Ordinal;

    static bool TryInode(ReadOnlySpan<byte> text, out ulong inode) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out inode);

    // "/tmp/door", or @"door" for an abstract one (unix(7)).
    static string? Path(ReadOnlySpan<byte> value)
    {
        value = value.Trim((byte)' ');
        if (value.IsEmpty)
        {
            return null;
        }

        string path = StraceSyntax.Text(value);
        return value[0] == (byte)'@' ? "@" + path : path.Length == 0 ? null : path;
    }

    static string? Internet(ReadOnlySpan<byte> text) =>
        IPEndPoint.TryParse(Encoding.ASCII.GetString(text), out IPEndPoint? end)
            ? SocketName.From(end).ToString() : null;

    /// <summary>The name in a struct sockaddr; null where there is none.</summary>
    public static string? Of(ReadOnlySpan<byte> sockaddr)
    {
        ReadOnlySpan<byte> family = StraceSyntax.Field(sockaddr, "sa_family"u8);
        return family.SequenceEqual("AF_INET"u8) ? IPv4(sockaddr)
            : family.SequenceEqual("AF_INET6"u8) ? IPv6(sockaddr)
            : family.SequenceEqual("AF_UNIX"u8)
                ? Path(StraceSyntax.Field(sockaddr, "sun_path"u8))
            : null;
    }

    static string? IPv4(ReadOnlySpan<byte> sockaddr) =>
        IPAddress.TryParse(
            StraceSyntax.Text(StraceSyntax.Field(sockaddr, "sin_addr"u8)), out IPAddress? address)
            ? Name(address, StraceSyntax.Field(sockaddr, "sin_port"u8)) : null;

    // inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=if_nametoindex("lo") or a number
    static string? IPv6(ReadOnlySpan<byte> sockaddr)
    {
        ReadOnlySpan<byte> members = StraceSyntax.Inside(sockaddr);
        IPAddress? address = null;
        while (StraceSyntax.Next(ref members, out ReadOnlySpan<byte> member))
        {
            if (member.StartsWith("inet_pton"u8))
            {
                _ = IPAddress.TryParse(StraceSyntax.Text(member), out address);
            }
        }

        if (address is null)
        {
            return null;
        }

        ReadOnlySpan<byte> scope = StraceSyntax.Field(sockaddr, "sin6_scope_id"u8);
        if (StraceSyntax.TryNumber(scope, out long index))
        {
            address.ScopeId = index;
            return Name(address, StraceSyntax.Field(sockaddr, "sin6_port"u8));
        }

        // The name of the interface is what a person writes too: fe80::1%lo.
        string name = Name(address, StraceSyntax.Field(sockaddr, "sin6_port"u8));
        string zone = StraceSyntax.Text(scope);
        return zone.Length == 0 ? name : name.Replace("]", $"%{zone}]", Ordinal);
    }

    // htons(12000)
    static string Name(IPAddress address, ReadOnlySpan<byte> port)
    {
        int open = port.IndexOf((byte)'(');
        _ = StraceSyntax.TryNumber(port[(open + 1)..], out long number);
        return SocketName.From(address, (int)number).ToString();
    }
}

using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Doorway.Watch.Calls;

/// <summary>
/// How strace(1) writes values: <c>"text"</c>, <c>[a, b]</c>, <c>{name=value, ...}</c>,
/// <c>name(value)</c>, and descriptors with what they are, <c>3&lt;TCP:[...]&gt;</c>. Everything
/// works on slices; nothing is copied but the bytes of a string.
/// </summary>
static class StraceSyntax
{
    static readonly SearchValues<byte> Structure = SearchValues.Create("\"()[]{},"u8);

    /// <summary>Where a value ends: at the comma or the closing bracket behind it; -1 where the
    /// text ends before.</summary>
    public static int EndOfValue(ReadOnlySpan<byte> text)
    {
        int depth = 0;
        for (int at = 0; ;)
        {
            int next = text[at..].IndexOfAny(Structure);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            switch (text[at])
            {
                case (byte)'"':
                    int length = EndOfString(text[at..]);
                    if (length < 0)
                    {
                        return -1;
                    }

                    at += length;
                    continue;
                case (byte)'(' or (byte)'[' or (byte)'{':
                    depth++;
                    break;
                case (byte)',':
                    if (depth == 0)
                    {
                        return at;
                    }

                    break;
                default:
                    if (depth-- == 0)
                    {
                        return at;
                    }

                    break;
            }

            at++;
        }
    }

    // Where a list ends: at the bracket that closes it.
    static int EndOfList(ReadOnlySpan<byte> text)
    {
        for (int at = 0; ;)
        {
            int end = EndOfValue(text[at..]);
            if (end < 0 || text[at + end] != (byte)',')
            {
                return end < 0 ? -1 : at + end;
            }

            at += end + 1;
        }
    }

    // The length of a string with its quotes; -1 where the text ends before.
    static int EndOfString(ReadOnlySpan<byte> text)
    {
        for (int at = 1; at < text.Length; at++)
        {
            int next = text[at..].IndexOf((byte)'"');
            if (next < 0)
            {
                return -1;
            }

            at += next;
            int escapes = 0;
            while (text[at - 1 - escapes] == (byte)'\\')
            {
                escapes++;
            }

            if (escapes % 2 == 0)
            {
                return at + 1;
            }
        }

        return -1;
    }

    /// <summary>Cuts the next value of a list off.</summary>
    /// <returns>It without blanks around it; false where there is none.</returns>
    public static bool Next(
        scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        if (rest.Trim((byte)' ').IsEmpty)
        {
            value = default;
            return false;
        }

        int end = EndOfValue(rest);
        value = (end < 0 ? rest : rest[..end]).Trim((byte)' ');
        rest = end < 0 ? default : rest[(end + 1)..];
        return true;
    }

    /// <summary>One value of a list, from 0; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Item(ReadOnlySpan<byte> list, int index)
    {
        ReadOnlySpan<byte> value = default;
        for (int i = 0; i <= index; i++)
        {
            if (!Next(ref list, out value))
            {
                return default;
            }
        }

        return value;
    }

    /// <summary>What is between the brackets of a value that starts with one; of
    /// <c>{a} =&gt; {b}</c>, where a call changed it, the first.</summary>
    public static ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value[0] is not ((byte)'[' or (byte)'{'))
        {
            return default;
        }

        int end = EndOfList(value[1..]);
        return end < 0 ? value[1..] : value[1..(1 + end)];
    }

    /// <summary>A member of a struct; empty where it has none of that name.</summary>
    public static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> rest = Inside(value);
        while (Next(ref rest, out ReadOnlySpan<byte> member))
        {
            if (member.Length > name.Length && member[name.Length] == (byte)'='
                && member.StartsWith(name))
            {
                return member[(name.Length + 1)..];
            }
        }

        return default;
    }

    /// <summary>A number in front of anything: of <c>3&lt;TCP:[...]&gt;</c>, of
    /// <c>[16 =&gt; 8]</c> without its brackets the first.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> value, out long number)
    {
        if (value.StartsWith("0x"u8))
        {
            bool isHex = Utf8Parser.TryParse(value[2..], out ulong bits, out _, 'x');
            number = (long)bits;
            return isHex;
        }

        return Utf8Parser.TryParse(value, out number, out _);
    }

    /// <summary>A descriptor; -1 for none.</summary>
    public static int Descriptor(ReadOnlySpan<byte> value) =>
        TryNumber(value, out long number) && number is >= 0 and <= int.MaxValue ? (int)number : -1;

    /// <summary>What strace says that a descriptor is: <c>TCP:[...]</c>, a path; empty where it
    /// says nothing.</summary>
    public static ReadOnlySpan<byte> Annotation(ReadOnlySpan<byte> descriptor)
    {
        int start = descriptor.IndexOf((byte)'<');
        int end = descriptor.LastIndexOf((byte)'>');
        return start < 0 || end < start ? default : descriptor[(start + 1)..end];
    }

    /// <summary>The inside of the first string in a value, decoded; empty where there is none.
    /// </summary>
    public static byte[] String(ReadOnlySpan<byte> value)
    {
        int start = value.IndexOf((byte)'"');
        if (start < 0)
        {
            return [];
        }

        int end = EndOfString(value[start..]);
        ReadOnlySpan<byte> quoted =
            end < 0 ? value[(start + 1)..] : value.Slice(start + 1, end - 2);
        byte[] bytes = new byte[quoted.Length];
        int count = Decode(quoted, bytes);
        return count == bytes.Length ? bytes : bytes[..count];
    }

    /// <summary>The same as text; what is not UTF-8 becomes U+FFFD.</summary>
    public static string Text(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(String(value));

    /// <summary>The first characters of something that is written like the inside of a string.
    /// </summary>
    public static string Decoded(ReadOnlySpan<byte> quoted, int most)
    {
        const int LongestEscape = 4;
        byte[] bytes = new byte[Math.Min(quoted.Length, most * LongestEscape)];
        return Encoding.UTF8.GetString(bytes.AsSpan(0, Decode(quoted[..bytes.Length], bytes)));
    }

    /// <summary>Decodes what is between quotes: \x41, and C's escapes.</summary>
    /// <returns>How many bytes it is; never more than it had.</returns>
    public static int Decode(ReadOnlySpan<byte> quoted, Span<byte> bytes)
    {
        int count = 0;
        for (int at = 0; at < quoted.Length; count++)
        {
            byte next = quoted[at++];
            if (next == (byte)'\\' && at < quoted.Length)
            {
                next = Escape(quoted, ref at);
            }

            bytes[count] = next;
        }

        return count;
    }

    static byte Escape(ReadOnlySpan<byte> quoted, ref int at)
    {
        byte kind = quoted[at++];
        switch (kind)
        {
            case (byte)'x' when at + 2 <= quoted.Length:
                at += 2;
                return (byte)((Hex(quoted[at - 2]) << 4) | Hex(quoted[at - 1]));
            case >= (byte)'0' and <= (byte)'7':
                int value = kind - '0';
                for (int i = 0; i < 2 && at < quoted.Length
                    && quoted[at] is >= (byte)'0' and <= (byte)'7'; i++)
                {
                    value = (value << 3) | (quoted[at++] - '0');
                }

                return (byte)value;
            default:
                return kind switch
                {
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    (byte)'v' => (byte)'\v',
                    (byte)'f' => (byte)'\f',
                    _ => kind,
                };
        }
    }

    static int Hex(byte digit) => (digit & 0xf) + ((digit >> 6) * 9);
}

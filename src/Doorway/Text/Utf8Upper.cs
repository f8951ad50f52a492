using System.Buffers;
using System.Text;

namespace Doorway.Text;

/// <summary>
/// Upper case, from UTF-8 to UTF-8: the full, locale-independent mapping of the Unicode Character
/// Database (property Uppercase_Mapping, UAX #44), so that one character may become three and ß
/// becomes SS. It has no context rules: each character is mapped by itself, and upper case stays
/// as it is.
/// </summary>
/// <remarks>
/// Bytes that are not well-formed UTF-8 (Unicode, table 3-7) come out as they went in, among them
/// overlong forms, surrogates and anything above U+10FFFF. So the answer never depends on where a
/// stream was split. This file is the reference, one character at a time; Utf8Upper.Simd.cs does
/// the same faster.
/// </remarks>
public static partial class Utf8Upper
{
    /// <summary>
    /// The most bytes that come out for a byte that went in: ΐ is two bytes and becomes six.
    /// </summary>
    public const int MaxExpansion = 3;

    /// <summary>
    /// The most bytes that a character becomes; a destination with so much room gets on.
    /// </summary>
    internal const int MaxCharacter = 6;

    /// <summary>The Unicode version of the mapping.</summary>
    public const string UnicodeVersion = CaseTables.UnicodeVersion;

    /// <summary>
    /// Writes the upper case of <paramref name="source"/> to <paramref name="destination"/>. It
    /// writes whole characters, as many as fit, and throws nothing whatever the bytes are.
    /// </summary>
    /// <param name="source">The text, well-formed or not.</param>
    /// <param name="destination">
    /// Room for the answer, which may not overlap the source; <see cref="MaxExpansion"/> times the
    /// source's length is always enough, and six bytes are enough to get on. What lies beyond
    /// <paramref name="written"/> may be overwritten.
    /// </param>
    /// <param name="consumed">How many bytes of the source were used.</param>
    /// <param name="written">How many bytes of the destination were written.</param>
    /// <param name="isFinal">Whether no byte follows the source.</param>
    /// <returns>
    /// <see cref="OperationStatus.Done"/> when all was consumed;
    /// <see cref="OperationStatus.DestinationTooSmall"/> when the next character does not fit;
    /// <see cref="OperationStatus.NeedMoreData"/> when the source ends within a character, of
    /// which at most three bytes are left unconsumed (never when <paramref name="isFinal"/>: they
    /// pass through then).
    /// </returns>
    public static OperationStatus Convert(
        ReadOnlySpan<byte> source, Span<byte> destination,
        out int consumed, out int written, bool isFinal)
    {
        ConvertVectors(source, destination, out int read, out int wrote);
        if (read == source.Length)
        {
            consumed = read;
            written = wrote;
            return OperationStatus.Done;
        }

        Ascii.ToUpper(source[read..], destination[wrote..], out int ascii);
        read += ascii;
        wrote += ascii;
        OperationStatus status = ConvertScalar(
            source[read..], destination[wrote..], out consumed, out written, isFinal);
        consumed += read;
        written += wrote;
        return status;
    }

    /// <summary><see cref="Convert"/> without vectors: what it means, written down.</summary>
    internal static OperationStatus ConvertScalar(
        ReadOnlySpan<byte> source, Span<byte> destination,
        out int consumed, out int written, bool isFinal)
    {
        consumed = written = 0;
        while (consumed < source.Length)
        {
            ReadOnlySpan<byte> rest = source[consumed..];
            if (rest[0] < 0x80)
            {
                if (written == destination.Length) return OperationStatus.DestinationTooSmall;
                destination[written++] = UpperAscii(rest[0]);
                consumed++;
                continue;
            }

            var decoded = Rune.DecodeFromUtf8(rest, out Rune rune, out int length);
            if (decoded == OperationStatus.NeedMoreData && !isFinal) return decoded;

            // An ill-formed sequence goes a byte at a time: its other bytes are ill-formed by
            // themselves.
            bool wellFormed = decoded == OperationStatus.Done;
            if (!wellFormed) length = 1;
            ulong character = Pack(rest[..length]);
            if (wellFormed) character = Upper(character, rune.Value >> 6, rune.Value & 0x3F);

            if (!TryUnpack(character, destination[written..], out int size))
                return OperationStatus.DestinationTooSmall;
            consumed += length;
            written += size;
        }

        return OperationStatus.Done;
    }

    static byte UpperAscii(byte letter) => letter is >= (byte)'a' and <= (byte)'z'
        ? (byte)(letter - ('a' - 'A')) : letter;

    /// <summary>
    /// A packed character has its bytes from the top, and their count in the lowest byte.
    /// </summary>
    static ulong Pack(ReadOnlySpan<byte> bytes)
    {
        ulong packed = 0;
        for (int i = 0; i < bytes.Length; i++) packed |= (ulong)bytes[i] << (56 - 8 * i);
        return packed | (uint)bytes.Length;
    }

    static bool TryUnpack(ulong packed, Span<byte> destination, out int size)
    {
        size = (int)(packed & 0xFF);
        if (size > destination.Length) return false;
        for (int i = 0; i < size; i++) destination[i] = (byte)(packed >> (56 - 8 * i));
        return true;
    }

    /// <summary>
    /// The upper case of a packed character, given the two halves of its code point.
    /// </summary>
    static ulong Upper(ulong packed, int page, int last)
    {
        if (page >= CaseTables.Rows.Length) return packed;
        int action = CaseTables.Actions[CaseTables.Rows[page] << 6 | last];
        if (action >= CaseTables.FirstReplacement)
            return CaseTables.Replacements[action - CaseTables.FirstReplacement];
        int shift = 64 - 8 * (int)(packed & 0xFF);
        return packed + ((ulong)CaseTables.Deltas[action] << shift);
    }
}

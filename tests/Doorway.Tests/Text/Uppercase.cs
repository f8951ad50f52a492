using System.Buffers;
using System.Text;
using Doorway.Text;

namespace Doorway.Tests.Text;

/// <summary>
/// Ways to run the conversion, each of which checks what every call must keep to.
/// </summary>
static class Uppercase
{
    internal delegate OperationStatus Conversion(
        ReadOnlySpan<byte> source, Span<byte> destination,
        out int consumed, out int written, bool isFinal);

    internal static string Of(string text) =>
        Encoding.UTF8.GetString(Of(Encoding.UTF8.GetBytes(text)));

    /// <summary>A whole text in one call, with as much room as can be needed.</summary>
    internal static byte[] Of(ReadOnlySpan<byte> text, Conversion? conversion = null)
    {
        byte[] room = new byte[text.Length * Utf8Upper.MaxExpansion];
        conversion ??= Utf8Upper.Convert;
        var status = conversion(text, room, out int consumed, out int written, isFinal: true);
        Assert.Equal(OperationStatus.Done, status);
        Assert.Equal(text.Length, consumed);
        return room[..written];
    }

    /// <summary>
    /// A text as a stream that arrives in pieces and is answered into rooms of the sizes given,
    /// over and over. A room that is too small for progress is followed by one that is large
    /// enough.
    /// </summary>
    internal static byte[] OfStream(ReadOnlySpan<byte> text, int[] pieces, int[] rooms)
    {
        ArrayBufferWriter<byte> answer = new();
        int start = 0, arrived = 0, piece = 0, room = 0;
        bool stuck = false, isFinal = false;
        while (!isFinal || start < text.Length)
        {
            int size = stuck ? Utf8Upper.MaxCharacter : rooms[room++ % rooms.Length];
            var status = Checked(
                text[start..arrived], answer.GetSpan(size)[..size],
                out int consumed, out int written, isFinal);
            answer.Advance(written);
            start += consumed;
            stuck = status == OperationStatus.DestinationTooSmall && consumed == 0;
            if (status == OperationStatus.DestinationTooSmall) continue;
            isFinal = piece == pieces.Length;
            arrived = isFinal ? text.Length : Math.Min(arrived + pieces[piece++], text.Length);
        }

        return answer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// A call whose status, counts and bytes are what the contract says they are.
    /// </summary>
    internal static OperationStatus Checked(
        ReadOnlySpan<byte> source, Span<byte> destination,
        out int consumed, out int written, bool isFinal)
    {
        var status = Utf8Upper.Convert(source, destination, out consumed, out written, isFinal);
        ReadOnlySpan<byte> rest = source[consumed..];
        Assert.Equal(Of(source[..consumed]), destination[..written].ToArray());
        switch (status)
        {
            case OperationStatus.Done:
                Assert.True(rest.IsEmpty);
                break;
            case OperationStatus.NeedMoreData:
                Assert.False(isFinal);
                Assert.InRange(rest.Length, 1, 3);
                Assert.Equal(status, Rune.DecodeFromUtf8(rest, out _, out _));
                break;
            case OperationStatus.DestinationTooSmall:
                bool whole = Rune.DecodeFromUtf8(rest, out _, out int length) == 0;
                byte[] next = Of(rest[..(whole ? length : 1)]);
                Assert.True(destination.Length < written + next.Length);
                break;
            default:
                Assert.Fail($"{status} is no answer.");
                break;
        }

        return status;
    }
}

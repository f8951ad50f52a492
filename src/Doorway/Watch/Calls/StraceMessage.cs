namespace Doorway.Watch.Calls;

/// <summary>The bytes that a call moved, and between whom, out of its arguments.</summary>
/// <param name="Bytes">All that it moved, in order.</param>
/// <param name="Peer">The address that it names; null for none.</param>
/// <param name="Messages">How long each message is, where it moved several at once; else empty.
/// </param>
readonly record struct StraceMessage(byte[] Bytes, string? Peer, IReadOnlyList<int> Messages)
{
    /// <summary>Those of a call that returned.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">What it was given, as strace(1) writes it.</param>
    /// <param name="result">What it returned.</param>
    public static StraceMessage Of(string name, ReadOnlySpan<byte> arguments, long result)
    {
        ReadOnlySpan<byte> second = StraceSyntax.Item(arguments, 1);
        switch (name)
        {
            case "read" or "write" or "pread64" or "pwrite64" or "send" or "recv":
                return new(First(StraceSyntax.String(second), result), null, []);
            case "sendto" or "recvfrom":
                return new(
                    First(StraceSyntax.String(second), result),
                    StraceNames.Of(StraceSyntax.Item(arguments, 4)), []);
            case "readv" or "writev" or "preadv" or "pwritev" or "preadv2" or "pwritev2":
                return new(First(Vector(second), result), null, []);
            case "sendmsg" or "recvmsg":
                return new(First(Vector(StraceSyntax.Field(second, "msg_iov"u8)), result),
                    StraceNames.Of(StraceSyntax.Field(second, "msg_name"u8)), []);
            case "sendmmsg" or "recvmmsg":
                return Several(second, result);
            default:
                return new([], null, []);
        }
    }

    // What a call was asked to send and did not is no part of the stream.
    static byte[] First(byte[] bytes, long count) =>
        count <= 0 ? [] : bytes.Length > count ? bytes[..(int)count] : bytes;

    // [{iov_base="ab", iov_len=2}, ...]
    static byte[] Vector(ReadOnlySpan<byte> parts)
    {
        byte[] all = [];
        ReadOnlySpan<byte> rest = StraceSyntax.Inside(parts);
        while (StraceSyntax.Next(ref rest, out ReadOnlySpan<byte> part))
        {
            byte[] bytes = StraceSyntax.String(StraceSyntax.Field(part, "iov_base"u8));
            all = all.Length == 0 ? bytes : [.. all, .. bytes];
        }

        return all;
    }

    // [{msg_hdr={msg_name=..., msg_iov=[...]}, msg_len=8}, ...]
    static StraceMessage Several(ReadOnlySpan<byte> messages, long count)
    {
        var bytes = new List<byte>();
        var lengths = new List<int>();
        string? peer = null;
        ReadOnlySpan<byte> rest = StraceSyntax.Inside(messages);
        while (lengths.Count < count && StraceSyntax.Next(ref rest, out ReadOnlySpan<byte> message))
        {
            ReadOnlySpan<byte> header = StraceSyntax.Field(message, "msg_hdr"u8);
            _ = StraceSyntax.TryNumber(
                StraceSyntax.Field(message, "msg_len"u8), out long length);
            byte[] one = First(Vector(StraceSyntax.Field(header, "msg_iov"u8)), length);
            bytes.AddRange(one);
            lengths.Add(one.Length);
            peer ??= StraceNames.Of(StraceSyntax.Field(header, "msg_name"u8));
        }

        return new([.. bytes], peer, lengths);
    }
}

namespace Doorway;

/// <summary>
/// The datagrams of a load and their answers: a <see cref="LoadTag"/>, then text that depends on
/// the number, so that a wrong or misplaced answer is seen.
/// </summary>
sealed class TaggedText
{
    // RFC 768: 65,535 bytes with a header of 8, and IPv4's of 20, which IPv6 doesn't count.
    const int LargestIPv4 = 65_507;
    const int LargestIPv6 = 65_527;

    readonly LoadText _text;
    readonly bool _isUpper;

    /// <param name="plan">Text, size and expectation.</param>
    /// <param name="isIPv6">Over which the datagrams go, if it is UDP.</param>
    /// <exception cref="ArgumentException">The size is not possible; the text says why.
    /// </exception>
    public TaggedText(LoadPlan plan, bool isIPv6)
    {
        int largest = !plan.Target.Transport.IsUnix
            ? isIPv6 ? LargestIPv6 : LargestIPv4 : int.MaxValue;
        if (plan.Size < LoadTag.Length || plan.Size > largest)
        {
            throw new ArgumentException(plan.Size > largest
                ? $"A UDP datagram has at most {largest} bytes, not {plan.Size}."
                : $"A datagram of a load has at least {LoadTag.Length} bytes, not {plan.Size}: "
                    + "it begins with a number, by which its answer is known.");
        }

        _text = new LoadText(plan.Text, plan.Size - LoadTag.Length, plan.Expect);
        _isUpper = plan.Expect == LoadExpectation.Upper;
    }

    /// <summary>Writes a datagram.</summary>
    /// <returns>How many bytes it has; at most the plan's size.</returns>
    public int Write(Span<byte> datagram, ulong number)
    {
        LoadTag.Write(datagram, number);
        ReadOnlySpan<byte> body = _text.Message((long)number);
        body.CopyTo(datagram[LoadTag.Length..]);
        return LoadTag.Length + body.Length;
    }

    /// <summary>The right answer to a datagram.</summary>
    public byte[] Answer(ulong number)
    {
        ReadOnlySpan<byte> body = _text.Answer((long)number);
        byte[] answer = new byte[LoadTag.Length + body.Length];
        LoadTag.Write(answer, number, _isUpper);
        body.CopyTo(answer.AsSpan(LoadTag.Length));
        return answer;
    }

    /// <summary>Whether it is the answer to a datagram, to the byte.</summary>
    public bool IsAnswer(ReadOnlySpan<byte> datagram, ulong number)
    {
        Span<byte> tag = stackalloc byte[LoadTag.Length];
        LoadTag.Write(tag, number, _isUpper);
        return datagram.StartsWith(tag)
            && datagram[LoadTag.Length..].SequenceEqual(_text.Answer((long)number));
    }
}

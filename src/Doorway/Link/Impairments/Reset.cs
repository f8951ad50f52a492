namespace Doorway;

/// <summary>
/// Breaks a connection off: both ends are reset (RST, RFC 9293 3.10.7), and what was not yet
/// forwarded is lost. It happens after a certain byte; or by chance, before any piece. (A Unix
/// socket knows no RST: it is closed.)
/// </summary>
/// <param name="After">
/// How many bytes of the connection pass before, since it came or since this was asked for.
/// </param>
/// <param name="Share">
/// The probability for each piece, 0 to 1, instead of the count; null (default) for the count.
/// </param>
public sealed record Reset(long After, double? Share = null) : Impairment
{
    /// <summary>How it is named, written and read.</summary>
    public static ImpairmentKind OfKind { get; } = new(
        "reset", "BYTES|PERCENT",
        "Reset both ends after so many bytes, or by chance for each piece",
        OnDatagrams: false, OnStreams: true,
        text => text.EndsWith('%')
            ? new Reset(0, ImpairmentValue.ParseShare(text))
            : new Reset(ImpairmentValue.ParseSize(text)));

    /// <inheritdoc/>
    public override ImpairmentKind Kind => OfKind;

    /// <inheritdoc/>
    public override string Value => Share is { } share
        ? ImpairmentValue.Share(share) : ImpairmentValue.Size((int)After);
}

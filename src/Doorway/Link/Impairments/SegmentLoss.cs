namespace Doorway;

/// <summary>
/// Loses TCP segments for true: a filter on the link's own socket (SO_ATTACH_FILTER, socket(7))
/// drops this share of those that come in, before TCP sees them, so their sender has to send them
/// again. Every byte arrives, in order; only time is lost. The kernel draws the random numbers: the
/// seed has no say. A reset is never dropped, for nobody would send it again.
/// </summary>
/// <remarks>
/// Linux only, TCP only, and it takes CAP_NET_ADMIN (root has it) where the network is
/// (capabilities(7), network_namespaces(7)).
/// </remarks>
/// <param name="Share">The probability, 0 to 1.</param>
public sealed record SegmentLoss(double Share) : Impairment
{
    /// <summary>How it is named, written and read.</summary>
    public static ImpairmentKind OfKind { get; } = new(
        "segment-loss", "PERCENT",
        "Lose this share of TCP's segments before TCP sees them (root, Linux)",
        OnDatagrams: false, OnStreams: true,
        text => new SegmentLoss(ImpairmentValue.ParseShare(text)));

    /// <inheritdoc/>
    public override ImpairmentKind Kind => OfKind;

    /// <inheritdoc/>
    public override string Value => ImpairmentValue.Share(Share);
}

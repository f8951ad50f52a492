namespace Doorway;

/// <summary>The impairments of one direction of streams, each where it is used.</summary>
sealed class StreamAsked(ImpairmentSet set)
{
    public Reset? Reset { get; } = set.Find<Reset>();

    public Stall? Stall { get; } = set.Find<Stall>();

    public RateLimit? Rate { get; } = set.Find<RateLimit>();

    public Delay? Delay { get; } = set.Find<Delay>();

    public Slice? Slice { get; } = set.Find<Slice>();

    public SegmentLoss? SegmentLoss { get; } = set.Find<SegmentLoss>();

    /// <summary>Whether a half-close is swallowed.</summary>
    public bool NoHalfClose { get; } = set.Find<NoHalfClose>() is not null;

    /// <summary>Whether bytes may pass without being looked at.</summary>
    public bool LeavesBytes => this is
    {
        Reset: null, Stall: null, Rate: null, Delay: null, Slice: null,
    };
}

namespace Doorway;

/// <summary>
/// Sends some datagrams twice. The copy waits for itself in queue and delay, and may so go first;
/// what is changed in the datagram is changed in both.
/// </summary>
/// <param name="Share">The probability, 0 to 1.</param>
public sealed record Duplicate(double Share) : Impairment
{
    /// <summary>How it is named, written and read.</summary>
    public static ImpairmentKind OfKind { get; } = new(
        "duplicate", "PERCENT", "Send this share of the datagrams twice",
        OnDatagrams: true, OnStreams: false,
        text => new Duplicate(ImpairmentValue.ParseShare(text)));

    /// <inheritdoc/>
    public override ImpairmentKind Kind => OfKind;

    /// <inheritdoc/>
    public override string Value => ImpairmentValue.Share(Share);

    internal override DatagramEffect OnDatagrams(Dice dice) => new Effect(this, dice);

    sealed class Effect(Duplicate asked, Dice dice) : DatagramEffect<Duplicate>(asked)
    {
        public override void Act(ref Passage passage)
        {
            if (!passage.IsDropped && dice.Uniform(passage.Number) < Asked.Share)
            {
                passage.HasCopy = true;
                if (passage.IsTold)
                {
                    passage.Tell($"sent twice: {Asked}");
                }
            }
        }
    }
}

namespace Doorway;

/// <summary>
/// Loses datagrams, each with the same probability and independently of the others (a Bernoulli
/// trial each).
/// </summary>
/// <param name="Share">The probability, 0 to 1.</param>
public sealed record Loss(double Share) : Impairment
{
    /// <summary>How it is named, written and read.</summary>
    public static ImpairmentKind OfKind { get; } = new(
        "loss", "PERCENT", "Lose this share of the datagrams, each independently",
        OnDatagrams: true, OnStreams: false,
        text => new Loss(ImpairmentValue.ParseShare(text)));

    /// <inheritdoc/>
    public override ImpairmentKind Kind => OfKind;

    /// <inheritdoc/>
    public override string Value => ImpairmentValue.Share(Share);

    internal override DatagramEffect OnDatagrams(Dice dice) => new Effect(this, dice);

    sealed class Effect(Loss asked, Dice dice) : DatagramEffect<Loss>(asked)
    {
        public override void Act(ref Passage passage)
        {
            if (!passage.IsDropped && dice.Uniform(passage.Number) < Asked.Share)
            {
                passage.IsLost = true;
                if (passage.IsTold)
                {
                    passage.Tell($"dropped: {Asked}");
                }
            }
        }
    }
}

namespace Doorway;

/// <summary>
/// Changes one bit of some datagrams, each bit of it as likely as another. Empty ones have none.
/// UDP's checksum is right again when the datagram goes on, so that the receiver gets wrong bytes.
/// </summary>
/// <param name="Share">The probability, 0 to 1.</param>
public sealed record Corrupt(double Share) : Impairment
{
    /// <summary>How it is named, written and read.</summary>
    public static ImpairmentKind OfKind { get; } = new(
        "corrupt", "PERCENT", "Change one bit in this share of the datagrams",
        OnDatagrams: true, OnStreams: false,
        text => new Corrupt(ImpairmentValue.ParseShare(text)));

    /// <inheritdoc/>
    public override ImpairmentKind Kind => OfKind;

    /// <inheritdoc/>
    public override string Value => ImpairmentValue.Share(Share);

    internal override DatagramEffect OnDatagrams(Dice dice) => new Effect(this, dice);

    sealed class Effect(Corrupt asked, Dice dice) : DatagramEffect<Corrupt>(asked)
    {
        const int Chance = 0;
        const int Which = 1;

        public override void Act(ref Passage passage)
        {
            if (passage.IsDropped || passage.Length == 0
                || dice.Uniform(passage.Number, Chance) >= Asked.Share)
            {
                return;
            }

            int bits = passage.Length * 8;
            passage.ChangedBit = (int)(dice.Uniform(passage.Number, Which) * bits);
            if (passage.IsTold)
            {
                passage.Tell($"bit {passage.ChangedBit} changed: {Asked}");
            }
        }
    }
}

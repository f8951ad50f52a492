namespace Doorway;

/// <summary>
/// Loses datagrams in bursts, after Gilbert and Elliott: the way is good or bad, and each datagram
/// may change that for the next one. It begins good. With all lost in the bad state and none in the
/// good one, bursts have a geometric length, 1 / <paramref name="Leave"/> on average, and the share
/// lost is Enter / (Enter + Leave).
/// </summary>
/// <remarks>
/// E. N. Gilbert, Capacity of a burst-noise channel, 1960; E. O. Elliott, Estimates of error rates
/// for codes on burst-noise channels, 1963. The parameters are those of tc-netem(8)'s gemodel: p,
/// r, 1-h and 1-k.
/// </remarks>
/// <param name="Enter">The probability to go from good to bad, 0 to 1 (p).</param>
/// <param name="Leave">The probability to go from bad to good, 0 to 1 (r).</param>
/// <param name="InBad">The share lost in the bad state; default all (1-h).</param>
/// <param name="InGood">The share lost in the good state; default none (1-k).</param>
public sealed record BurstLoss(
    double Enter, double Leave, double InBad = 1, double InGood = 0) : Impairment
{
    const string Form = "ENTER%,LEAVE%[,LOST-IN-BAD%[,LOST-IN-GOOD%]]";

    /// <summary>How it is named, written and read.</summary>
    public static ImpairmentKind OfKind { get; } = new(
        "burst-loss", Form,
        "Lose datagrams in bursts (Gilbert-Elliott): begin one, end one with these probabilities",
        OnDatagrams: true, OnStreams: false, Parse);

    /// <inheritdoc/>
    public override ImpairmentKind Kind => OfKind;

    /// <inheritdoc/>
    public override string Value
    {
        get
        {
            string changes = $"{ImpairmentValue.Share(Enter)},{ImpairmentValue.Share(Leave)}";
            string inBad = $"{changes},{ImpairmentValue.Share(InBad)}";
            return (InBad, InGood) switch
            {
                (1, 0) => changes,
                (_, 0) => inBad,
                _ => $"{inBad},{ImpairmentValue.Share(InGood)}",
            };
        }
    }

    static BurstLoss Parse(string text)
    {
        string[] parts = ImpairmentValue.Split(text, 2, 4, Form);
        double[] shares = [.. parts.Select(ImpairmentValue.ParseShare)];
        return new(
            shares[0], shares[1],
            InBad: shares.Length > 2 ? shares[2] : 1,
            InGood: shares.Length > 3 ? shares[3] : 0);
    }

    internal override DatagramEffect OnDatagrams(Dice dice) => new Effect(this, dice);

    sealed class Effect(BurstLoss asked, Dice dice) : DatagramEffect<BurstLoss>(asked)
    {
        const int Chance = 0;
        const int Step = 1;
        bool _isBad;

        public override void Act(ref Passage passage)
        {
            bool isBad = _isBad;
            _isBad ^= dice.Uniform(passage.Number, Step) < (isBad ? Asked.Leave : Asked.Enter);
            double lost = isBad ? Asked.InBad : Asked.InGood;
            if (!passage.IsDropped && dice.Uniform(passage.Number, Chance) < lost)
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

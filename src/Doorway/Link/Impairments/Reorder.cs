namespace Doorway;

/// <summary>
/// Holds some datagrams back at the exit until later ones of the same client have passed them, or a
/// time is over: for one that no other follows can't be out of order.
/// </summary>
/// <param name="Share">The probability, 0 to 1.</param>
/// <param name="Depth">
/// By how many later datagrams at most; each number from 1 is as likely. Default 3.
/// </param>
/// <param name="AtMost">How long it is held at most; default (0) 10 ms.</param>
public sealed record Reorder(double Share, int Depth = 3, TimeSpan AtMost = default) : Impairment
{
    const string Form = "PERCENT[,DEPTH[,TIME]]";
    static readonly TimeSpan DefaultTime = TimeSpan.FromMilliseconds(10);

    /// <summary>How it is named, written and read.</summary>
    public static ImpairmentKind OfKind { get; } = new(
        "reorder", Form,
        "Hold this share of the datagrams back until 1 to 3 later ones have passed, or for 10 ms",
        OnDatagrams: true, OnStreams: false, Parse);

    /// <inheritdoc/>
    public override ImpairmentKind Kind => OfKind;

    /// <summary>How long one is held at most.</summary>
    public TimeSpan AtMost { get; init; } = AtMost == default ? DefaultTime : AtMost;

    /// <inheritdoc/>
    public override string Value
    {
        get
        {
            string depth = $"{ImpairmentValue.Share(Share)},{Depth}";
            return (Depth, AtMost == DefaultTime) switch
            {
                (3, true) => ImpairmentValue.Share(Share),
                (_, true) => depth,
                _ => $"{depth},{ImpairmentValue.Time(AtMost)}",
            };
        }
    }

    static Reorder Parse(string text)
    {
        string[] parts = ImpairmentValue.Split(text, 1, 3, Form);
        TimeSpan time = parts.Length > 2 ? ImpairmentValue.ParseTime(parts[2]) : DefaultTime;
        return time > TimeSpan.Zero
            ? new(
                ImpairmentValue.ParseShare(parts[0]),
                parts.Length > 1 ? ImpairmentValue.ParseCount(parts[1], 1_000) : 3, time)
            : throw new FormatException(
                $"held for {parts[2]} nothing is passed; write 10ms, or leave it out");
    }

    internal override DatagramEffect OnDatagrams(Dice dice) => new Effect(this, dice);

    sealed class Effect(Reorder asked, Dice dice) : DatagramEffect<Reorder>(asked)
    {
        const int Chance = 0;
        const int HowMany = 1;

        public override void Act(ref Passage passage)
        {
            if (passage.IsDropped || dice.Uniform(passage.Number, Chance) >= Asked.Share)
            {
                return;
            }

            passage.HeldFor = 1 + (int)(dice.Uniform(passage.Number, HowMany) * Asked.Depth);
            passage.HeldAtMost = Ticks.Of(Asked.AtMost);
            if (passage.IsTold)
            {
                passage.Tell($"held until {passage.HeldFor} later passed: {Asked}");
            }
        }
    }
}

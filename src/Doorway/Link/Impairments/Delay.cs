namespace Doorway;

/// <summary>How delays are distributed about their mean.</summary>
public enum DelayShape
{
    /// <summary>Evenly, from the time less the jitter to the time plus it.</summary>
    Uniform,

    /// <summary>Normally; the jitter is the standard deviation.</summary>
    Normal,

    /// <summary>
    /// After Pareto with shape 3, the one of tc-netem(8): most are a little shorter than the mean,
    /// none by more than 0.58 of the jitter, and a few are much longer. The jitter is the standard
    /// deviation (netem's table comes to 1.15 of it, and ends at 4).
    /// </summary>
    Pareto,
}

/// <summary>
/// Keeps messages for a time, each for itself: with jitter datagrams overtake one another. (A
/// stream stays in order.) A delay is never negative: one drawn below zero is zero.
/// </summary>
/// <param name="Time">The time; with jitter the mean.</param>
/// <param name="Jitter">How far it varies; default not at all.</param>
/// <param name="Shape">How it varies; default evenly.</param>
/// <param name="Correlation">
/// How much one delay is like the one before, 0 (default) to 1. It is the correlation of normally
/// distributed numbers (autoregressive, of first order) which are then given the shape (a Gaussian
/// copula): so the delays are distributed as asked, whatever it is.
/// </param>
public sealed record Delay(
    TimeSpan Time, TimeSpan Jitter = default, DelayShape Shape = DelayShape.Uniform,
    double Correlation = 0) : Impairment
{
    const string Form = "TIME[,JITTER[,uniform|normal|pareto[,CORRELATION%]]]";

    /// <summary>How it is named, written and read.</summary>
    public static ImpairmentKind OfKind { get; } = new(
        "delay", Form, "Keep each message for this time, plus or minus the jitter",
        OnDatagrams: true, OnStreams: true, Parse);

    /// <inheritdoc/>
    public override ImpairmentKind Kind => OfKind;

    /// <inheritdoc/>
    public override string Value
    {
        get
        {
            string time = ImpairmentValue.Time(Time);
            string jitter = $"{time},{ImpairmentValue.Time(Jitter)}";
            string shape = $"{jitter},{Shape.ToString().ToLowerInvariant()}";
            return (Jitter.Ticks, Shape, Correlation) switch
            {
                (0, _, _) => time,
                (_, DelayShape.Uniform, 0) => jitter,
                (_, _, 0) => shape,
                _ => $"{shape},{ImpairmentValue.Share(Correlation)}",
            };
        }
    }

    static Delay Parse(string text)
    {
        string[] parts = ImpairmentValue.Split(text, 1, 4, Form);
        return new(
            ImpairmentValue.ParseTime(parts[0]),
            parts.Length > 1 ? ImpairmentValue.ParseTime(parts[1]) : default,
            parts.Length > 2 ? ParseShape(parts[2]) : DelayShape.Uniform,
            parts.Length > 3 ? ImpairmentValue.ParseShare(parts[3]) : 0);
    }

    static DelayShape ParseShape(string text) => text switch
    {
        "uniform" => DelayShape.Uniform,
        "normal" => DelayShape.Normal,
        "pareto" => DelayShape.Pareto,
        _ => throw new FormatException($"\"{text}\" is none of uniform, normal, pareto"),
    };

    internal override DatagramEffect OnDatagrams(Dice dice) => new Effect(this, dice);

    /// <summary>The delays of the messages of one direction, drawn in their order.</summary>
    internal sealed class Draws(Dice dice)
    {
        // A Pareto variable of shape 3 and scale 1 has the mean 3/2 and the variance 3/4.
        const double ParetoShape = 3;
        const double ParetoMean = 1.5;
        static readonly double ParetoDeviation = Math.Sqrt(0.75);

        double _last = double.NaN;

        /// <summary>The delay of the next message.</summary>
        public TimeSpan Next(Delay asked, long number)
        {
            if (asked.Jitter == TimeSpan.Zero)
            {
                return asked.Time;
            }

            double before = _last;
            _last = Normal(asked, number, 0, before);
            return Shaped(asked, _last);
        }

        /// <summary>
        /// The delays of the next message and of a copy, both as like the one before.
        /// </summary>
        public (TimeSpan, TimeSpan) NextTwo(Delay asked, long number)
        {
            double before = _last;
            TimeSpan first = Next(asked, number);
            return (first, asked.Jitter == TimeSpan.Zero
                ? first : Shaped(asked, Normal(asked, number, 1, before)));
        }

        double Normal(Delay asked, long number, int copy, double before)
        {
            double fresh = NormalDistribution.Draw(
                dice.Uniform(number, 2 * copy), dice.Uniform(number, (2 * copy) + 1));
            double likeness = asked.Correlation;
            return likeness == 0 || double.IsNaN(before)
                ? fresh
                : (likeness * before) + (Math.Sqrt(1 - (likeness * likeness)) * fresh);
        }

        static TimeSpan Shaped(Delay asked, double normal)
        {
            double off = asked.Shape switch
            {
                DelayShape.Normal => normal,
                DelayShape.Pareto => ParetoOff(NormalDistribution.Above(normal)),
                _ => 1 - (2 * NormalDistribution.Above(normal)),
            };
            double ticks = asked.Time.Ticks + (off * asked.Jitter.Ticks);
            return TimeSpan.FromTicks((long)Math.Max(0, Math.Round(ticks)));
        }

        static double ParetoOff(double above) =>
            (Math.Pow(above, -1 / ParetoShape) - ParetoMean) / ParetoDeviation;
    }

    sealed class Effect(Delay asked, Dice dice) : DatagramEffect<Delay>(asked)
    {
        readonly Draws _draws = new(dice);

        public override void Act(ref Passage passage)
        {
            (TimeSpan time, TimeSpan copy) = passage.HasCopy
                ? _draws.NextTwo(Asked, passage.Number)
                : (_draws.Next(Asked, passage.Number), default);
            if (passage.IsDropped)
            {
                return;
            }

            passage.Due += Ticks.Of(time);
            passage.CopyDue += Ticks.Of(copy);
            if (passage.IsTold)
            {
                passage.Tell($"delayed {ImpairmentValue.Time(time)}: {Asked}");
                if (passage.HasCopy)
                {
                    passage.Tell($"copy delayed {ImpairmentValue.Time(copy)}");
                }
            }
        }
    }
}

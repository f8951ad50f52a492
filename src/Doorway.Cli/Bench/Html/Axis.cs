namespace Doorway.Cli.Bench.Html;

/// <summary>Where values lie along one side of a drawing, in its units.</summary>
sealed class Axis
{
    readonly Func<double, double> _scale;
    readonly double _least;
    readonly double _most;
    readonly double _from;
    readonly double _to;

    Axis(Func<double, double> scale, double least, double most, double from, double to)
    {
        (_scale, _least, _most, _from, _to) = (scale, least, most, from, to);
    }

    /// <summary>Where to draw a line, and what to write beside it.</summary>
    public IReadOnlyList<double> Ticks { get; private init; } = [];

    /// <summary>Equal steps for equal differences, from zero to a round number.</summary>
    /// <param name="most">The largest value.</param>
    /// <param name="from">Where zero lies.</param>
    /// <param name="to">Where the largest one does.</param>
    public static Axis Linear(double most, double from, double to)
    {
        const int Steps = 4;
        double step = Round(Math.Max(most, 1) / Steps);
        int count = Math.Max(1, (int)Math.Ceiling(most / step));
        return new Axis(value => value, 0, step * count, from, to)
        {
            Ticks = [.. Enumerable.Range(0, count + 1).Select(i => i * step)],
        };
    }

    /// <summary>Equal steps for equal differences, from zero to exactly the end.</summary>
    /// <param name="end">The largest value.</param>
    /// <param name="from">Where zero lies.</param>
    /// <param name="to">Where the end does.</param>
    public static Axis Time(double end, double from, double to)
    {
        const int Steps = 8;
        double most = Math.Max(end, 0.001);
        double step = Round(most / Steps);
        return new Axis(value => value, 0, most, from, to)
        {
            Ticks = [.. Enumerable.Range(0, (int)(most / step * 1.0001) + 1).Select(i => i * step)],
        };
    }

    /// <summary>Equal steps for equal ratios.</summary>
    /// <param name="least">The smallest value, over zero.</param>
    /// <param name="most">The largest.</param>
    /// <param name="from">Where the smallest one lies.</param>
    /// <param name="to">Where the largest one does.</param>
    public static Axis Log(double least, double most, double from, double to)
    {
        double low = RoundDown(least);
        double high = Math.Max(Round(most), low * 2);
        bool isWide = high / low > 200;
        var ticks = new List<double>();
        for (double decade = Decade(low); decade <= high * 1.001; decade *= 10)
        {
            ticks.AddRange(((double[])(isWide ? [1] : [1, 2, 5])).Select(times => times * decade)
                .Where(tick => tick >= low * 0.999 && tick <= high * 1.001));
        }

        return new Axis(Math.Log10, low, high, from, to) { Ticks = ticks };
    }

    /// <summary>Equal steps for equal ratios, exactly between two values.</summary>
    /// <param name="ticks">In ascending order, the first where the axis begins.</param>
    /// <param name="most">The largest value.</param>
    /// <param name="from">Where the first tick lies.</param>
    /// <param name="to">Where the largest value does.</param>
    public static Axis Log(IReadOnlyList<double> ticks, double most, double from, double to) =>
        new(Math.Log10, ticks[0], most, from, to) { Ticks = ticks };

    /// <summary>Where a value lies; one beyond an end lies at that end.</summary>
    public double At(double value)
    {
        double low = _scale(_least);
        double high = _scale(_most);
        double part = (_scale(Math.Clamp(value, _least, _most)) - low) / (high - low);
        return _from + (part * (_to - _from));
    }

    // The next 1, 2 or 5 of a power of ten.
    static double Round(double value)
    {
        double decade = Decade(value);
        double part = value / decade;
        return decade * (part <= 1.001 ? 1 : part <= 2.001 ? 2 : part <= 5.001 ? 5 : 10);
    }

    static double RoundDown(double value)
    {
        double decade = Decade(value);
        double part = value / decade;
        return decade * (part >= 4.999 ? 5 : part >= 1.999 ? 2 : 1);
    }

    static double Decade(double value) => Math.Pow(10, Math.Floor(Math.Log10(value) + 1e-9));
}

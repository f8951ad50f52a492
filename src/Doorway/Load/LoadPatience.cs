namespace Doorway;

/// <summary>
/// How long an answer is waited for until another message may take its place, after RFC 6298: the
/// smoothed round trip and four times its variation, doubled each time that it was in vain. Not
/// how long an answer counts.
/// </summary>
/// <param name="most">The longest that it becomes, in timestamps; the first, too, up to 1 s.
/// </param>
/// <param name="second">How many timestamps a second has.</param>
sealed class LoadPatience(long most, long second)
{
    const double Gain = 1.0 / 8;
    const double VariationGain = 1.0 / 4;
    const int Variations = 4;
    const int LeastMilliseconds = 10;

    readonly long _least = Math.Min(most, second * LeastMilliseconds / 1_000);
    double _smoothed = -1;
    double _variation;

    /// <summary>How long it is now, in timestamps.</summary>
    public long Value { get; private set; } = Math.Min(most, second);

    /// <summary>An answer took so long.</summary>
    public void Sample(long ticks)
    {
        if (_smoothed < 0)
        {
            _smoothed = ticks;
            _variation = ticks / 2.0;
        }
        else
        {
            _variation += VariationGain * (Math.Abs(_smoothed - ticks) - _variation);
            _smoothed += Gain * (ticks - _smoothed);
        }

        Value = Math.Clamp((long)(_smoothed + (Variations * _variation)), _least, most);
    }

    /// <summary>It was in vain.</summary>
    public void BackOff() => Value = Math.Min(most, 2 * Value);
}

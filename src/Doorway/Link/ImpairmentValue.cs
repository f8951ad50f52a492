using System.Globalization;

namespace Doorway;

/// <summary>How the parts of an impairment's value are read and written: shares, times.</summary>
static class ImpairmentValue
{
    /// <summary>A share: <c>5%</c>, <c>0.1%</c>.</summary>
    /// <exception cref="FormatException">It is none, or not from 0 to 100 %.</exception>
    public static double ParseShare(string text)
    {
        return text.EndsWith('%')
            && double.TryParse(
                text.AsSpan(..^1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out double percent)
            && percent is >= 0 and <= 100
            ? percent / 100
            : throw new FormatException($"\"{text}\" is no share from 0% to 100%; write 5%");
    }

    /// <summary>A share as it is written.</summary>
    public static string Share(double share) =>
        (share * 100).ToString("0.######", CultureInfo.InvariantCulture) + "%";

    /// <summary>A time: <c>0s</c>, <c>500us</c>, <c>50ms</c>, <c>2s</c>.</summary>
    /// <exception cref="FormatException">It is none, or over an hour.</exception>
    public static TimeSpan ParseTime(string text)
    {
        string number = text.TrimEnd('m', 'u', 's');
        double seconds = text[number.Length..] switch
        {
            "us" => 1e-6,
            "ms" => 1e-3,
            "s" => 1,
            _ => throw NoTime(text),
        };
        return double.TryParse(
            number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value * seconds <= 3600
            ? TimeSpan.FromSeconds(value * seconds)
            : throw NoTime(text);
    }

    static FormatException NoTime(string text) =>
        new($"\"{text}\" is no time up to an hour; write 500us, 50ms or 2s");

    /// <summary>A time as it is written.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { Ticks: 0 } => "0s",
        { Ticks: < TimeSpan.TicksPerMillisecond } => Number(time.TotalMicroseconds) + "us",
        { Ticks: < TimeSpan.TicksPerSecond } => Number(time.TotalMilliseconds) + "ms",
        _ => Number(time.TotalSeconds) + "s",
    };

    static string Number(double value) =>
        value.ToString("0.######", CultureInfo.InvariantCulture);
}

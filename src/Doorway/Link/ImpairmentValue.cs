using System.Globalization;

namespace Doorway;

/// <summary>
/// How the parts of an impairment's value are read and written: shares, times, counts, sizes and
/// rates, with commas between them.
/// </summary>
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

    /// <summary>The parts between commas.</summary>
    /// <exception cref="FormatException">There are too few or too many.</exception>
    public static string[] Split(string text, int least, int most, string form)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        return parts.Length >= least && parts.Length <= most && !parts.Contains("")
            ? parts
            : throw new FormatException($"\"{text}\" is not of the form {form}");
    }

    /// <summary>A whole number from 1 to a most.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static int ParseCount(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && count >= 1 && count <= most
            ? count
            : throw new FormatException($"\"{text}\" is no whole number from 1 to {most}");

    /// <summary>A size in bytes: <c>1500</c>, <c>64k</c>, <c>1m</c> (by 1,024).</summary>
    /// <exception cref="FormatException">It is none, or over 1 GiB.</exception>
    public static int ParseSize(string text)
    {
        const long Most = 1 << 30;
        string number = text.TrimEnd('k', 'm');
        long unit = text[number.Length..] switch
        {
            "" => 1,
            "k" => 1 << 10,
            "m" => 1 << 20,
            _ => 0,
        };
        return long.TryParse(
            number, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            && unit > 0 && value is >= 1 and <= Most && value * unit <= Most
            ? (int)(value * unit)
            : throw new FormatException(
                $"\"{text}\" is no size up to 1024m; write 1500, 64k or 1m");
    }

    /// <summary>A size as it is written.</summary>
    public static string Size(int bytes) => bytes switch
    {
        _ when bytes % (1 << 20) == 0 => Number(bytes >> 20) + "m",
        _ when bytes % (1 << 10) == 0 => Number(bytes >> 10) + "k",
        _ => Number(bytes),
    };

    /// <summary>Bits in a second: <c>9600bit</c>, <c>500kbit</c>, <c>10mbit</c> (by 1,000).
    /// </summary>
    /// <exception cref="FormatException">It is none, or not from 8 bit to 100 gbit.</exception>
    public static long ParseRate(string text)
    {
        string number = text.TrimEnd('b', 'i', 't', 'k', 'm', 'g');
        double unit = text[number.Length..] switch
        {
            "bit" => 1,
            "kbit" => 1e3,
            "mbit" => 1e6,
            "gbit" => 1e9,
            _ => 0,
        };
        return double.TryParse(
            number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value * unit is >= 8 and <= 100e9
            ? (long)(value * unit)
            : throw new FormatException(
                $"\"{text}\" is no rate from 8bit to 100gbit a second; write 500kbit or 10mbit");
    }

    /// <summary>A rate as it is written.</summary>
    public static string Rate(long bits) => bits switch
    {
        < 1_000 => Number(bits) + "bit",
        < 1_000_000 => Number(bits / 1e3) + "kbit",
        < 1_000_000_000 => Number(bits / 1e6) + "mbit",
        _ => Number(bits / 1e9) + "gbit",
    };

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

using System.Globalization;

namespace Doorway.Cli.Bench;

/// <summary>How counts, times and shares are written for people.</summary>
static class Amount
{
    /// <summary>As in "1,234,567".</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Things a second, as in "141,231" or "9.87".</summary>
    public static string Rate(double value) => value.ToString(
        Math.Abs(value) >= 100 ? "#,0" : "0.##", CultureInfo.InvariantCulture);

    /// <summary>A measured time to three digits, as in "31.2 µs" or "1.02 s".</summary>
    public static string Time(TimeSpan value)
    {
        double nanoseconds = value.TotalNanoseconds;
        return nanoseconds switch
        {
            < 1e3 => $"{Digits(nanoseconds)} ns",
            < 999.5e3 => $"{Digits(nanoseconds / 1e3)} µs",
            < 999.5e6 => $"{Digits(nanoseconds / 1e6)} ms",
            _ => $"{Digits(nanoseconds / 1e9)} s",
        };
    }

    /// <summary>A time that somebody asked for, as in "10 s" or "0.5 s".</summary>
    public static string Asked(TimeSpan value) =>
        string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0.###} s");

    /// <summary>A share, as in "0.25 %"; what is more than nothing is never "0 %".</summary>
    public static string Share(long part, long whole) => whole == 0 ? "-"
        : part == 0 ? "0 %"
        : (double)part / whole < 0.0001 ? "<0.01 %"
        : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.##} %");

    /// <summary>Bytes a second, as in "9.1 MB".</summary>
    public static string Bytes(double value) => value switch
    {
        < 999.5 => $"{Digits(value)} B",
        < 999.5e3 => $"{Digits(value / 1e3)} kB",
        < 999.5e6 => $"{Digits(value / 1e6)} MB",
        _ => $"{Digits(value / 1e9)} GB",
    };

    /// <summary>With its noun, as in "1 connection", "64 connections".</summary>
    public static string Of(long count, string noun) =>
        $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    static string Digits(double value) => value.ToString(
        value switch { 0 => "0", >= 99.95 => "#,0", >= 9.995 => "0.0", _ => "0.00" },
        CultureInfo.InvariantCulture);
}

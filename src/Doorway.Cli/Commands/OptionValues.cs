using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Doorway.Cli.Commands;

/// <summary>How option values are written: times, sizes, shares, addresses.</summary>
static class OptionValues
{
    /// <summary>A time: <c>500ms</c>, <c>2s</c>, <c>10m</c>, <c>1h</c>, <c>never</c>.</summary>
    public static ValueOption<TimeSpan> Time(
        string name, string help, string unset, bool mayBeZero = false) =>
        new(
            name,
            text => ParseTime(text) is var time && (mayBeZero || time > TimeSpan.Zero)
                ? time
                : throw new FormatException(
                    $"\"{text}\" leaves no time at all; write 1s, or never"))
        {
            Description = $"{help} (default {unset})",
            HelpName = "TIME",
        };

    /// <summary>The same time as timers take it, for whom never is a value of its own.</summary>
    public static TimeSpan ForTimer(this TimeSpan time) =>
        time == Limits.Never ? Timeout.InfiniteTimeSpan : time;

    /// <summary>One of a few words.</summary>
    public static Option<string?> Choice(
        string name, string help, string helpName, params string[] words)
    {
        var option = new Option<string?>(name)
        {
            Description = help,
            HelpName = helpName,
            CustomParser = result => Checked(result, RequireWord),
        };
        option.CompletionSources.Add(words);
        return option;

        void RequireWord(string text)
        {
            if (Array.IndexOf(words, text) < 0)
            {
                throw new FormatException($"\"{text}\" is none of {string.Join(", ", words)}");
            }
        }
    }

    /// <summary>A number of bytes: <c>512</c>, <c>64k</c>, <c>1m</c>.</summary>
    public static ValueOption<int> Size(string name, string help, string unset) =>
        new(name, ParseSize)
        {
            Description = $"{help} (default {unset})",
            HelpName = "SIZE",
        };

    /// <summary>A number of bytes that may be more than a buffer holds: <c>512m</c>, <c>4g</c>.
    /// </summary>
    public static ValueOption<long> Memory(string name, string help, string unset) =>
        new(name, text => ParseBytes(text, 1L << 40, "1024g", "512m or 4g"))
        {
            Description = $"{help} (default {unset})",
            HelpName = "SIZE",
        };

    /// <summary>A share: <c>80%</c>.</summary>
    public static ValueOption<double> Share(string name, string help, string unset) =>
        new(name, ParseShare)
        {
            Description = $"{help} (default {unset})",
            HelpName = "PERCENT",
        };

    /// <summary>A whole number from 1.</summary>
    public static ValueOption<int> Count(string name, string help, string unset, int least = 1) =>
        new(name, text => ParseCount(text, least))
        {
            Description = $"{help} (default {unset})",
            HelpName = "N",
        };

    /// <summary>A number of things, from 1: <c>500</c>, <c>100k</c>, <c>2m</c>.</summary>
    public static ValueOption<long> Number(string name, string help) =>
        new(name, ParseNumber) { Description = help, HelpName = "NUMBER" };

    /// <summary>A switch: it takes no value, and the word after it is none.</summary>
    public static Option<bool> Switch(string name, string help, params string[] aliases) =>
        new(name, aliases) { Description = help, Arity = ArgumentArity.Zero };

    /// <summary>How an address may begin.</summary>
    public static string[] Schemes { get; } = ["tcp://", "udp://", "unix:", "unixgram:"];

    /// <summary>An address as an argument.</summary>
    public static Address ParseAddress(ArgumentResult result, string text)
    {
        if (Address.TryParse(text, out Address? address, out AddressFormatException? error))
        {
            return address!;
        }

        result.AddError(error!.Message);
        return null!;
    }

    /// <summary>Lets only an address through at which somebody can be reached.</summary>
    /// <exception cref="UsageException">Nobody can.</exception>
    public static void RequirePeer(Address address)
    {
        if (address.IsAnyInterface)
        {
            throw new UsageException(
                $"{address} names no host: every interface is for servers; "
                + $"write {address.Transport.Scheme()}://localhost:{address.Port}");
        }

        if (address is { Path.Length: 0, Port: 0 })
        {
            throw new UsageException(
                $"{address}: nobody can be reached at port 0; name the server's port");
        }
    }

    /// <summary>The text of an option; what its check throws is the parser's error.</summary>
    public static string? Checked(ArgumentResult result, Action<string> check)
    {
        string text = result.Tokens[^1].Value;
        try
        {
            check(text);
            return text;
        }
        catch (FormatException failure)
        {
            string name = result.Parent is OptionResult option ? option.Option.Name : "the value";
            result.AddError($"{name}: {failure.Message}");
            return null;
        }
    }

    static TimeSpan ParseTime(string text)
    {
        if (text == "never")
        {
            return Limits.Never;
        }

        (double number, string unit) = Split(text, "a time is written 500ms, 2s, 10m, 1h or never");
        double seconds = unit switch
        {
            "ms" => number / 1000,
            "s" => number,
            "m" => number * 60,
            "h" => number * 3600,
            _ => throw new FormatException(
                $"\"{text}\" has no unit that a time has; write 500ms, 2s, 10m or 1h"),
        };
        return seconds <= TimeSpan.FromDays(24).TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"\"{text}\" is over 24 days; write never");
    }

    static int ParseSize(string text) =>
        (int)ParseBytes(text, 1 << 30, "1024m", "512, 64k or 1m");

    static long ParseBytes(string text, long most, string limit, string examples)
    {
        (double number, string unit) = Split(text, $"a size is written {examples}");
        double bytes = unit switch
        {
            "" or "b" => number,
            "k" => number * 1024,
            "m" => number * 1024 * 1024,
            "g" when most > 1 << 30 => number * 1024 * 1024 * 1024,
            _ => throw new FormatException($"\"{text}\" is no size; write {examples}"),
        };
        return bytes >= 1 && bytes <= most
            ? (long)bytes
            : throw new FormatException($"\"{text}\" is not between 1 byte and {limit}");
    }

    static double ParseShare(string text)
    {
        (double number, string unit) = Split(text, "a share is written 80%");
        return unit == "%" && number <= 100
            ? number / 100 : throw new FormatException($"\"{text}\" is no share; write 80%");
    }

    static int ParseCount(string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
        && count >= least
            ? count
            : throw new FormatException($"\"{text}\" is not a whole number from {least}");

    static long ParseNumber(string text)
    {
        (double number, string unit) = Split(text, "a number is written 500, 100k or 2m");
        double things = unit switch
        {
            "" => number,
            "k" => number * 1e3,
            "m" => number * 1e6,
            _ => throw new FormatException($"\"{text}\" is no number; write 500, 100k or 2m"),
        };
        return things is >= 1 and <= 1e15 && things == Math.Floor(things)
            ? (long)things : throw new FormatException($"\"{text}\" is not a whole number from 1");
    }

    static (double Number, string Unit) Split(string text, string rule)
    {
        int digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.'))
        {
            digits++;
        }

        return double.TryParse(
            text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out double value)
            ? (value, text[digits..])
            : throw new FormatException($"\"{text}\": {rule}");
    }
}

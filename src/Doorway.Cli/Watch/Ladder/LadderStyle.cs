using System.Text;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Watching;

/// <summary>What a ladder is drawn with: how wide, and of which characters.</summary>
sealed record LadderStyle
{
    const int PlainWidth = 100;
    const int Narrowest = 60;

    /// <summary>The columns of a line.</summary>
    public int Width { get; init; } = PlainWidth;

    /// <summary>Whether other characters than ASCII's can be shown.</summary>
    public bool IsUnicode { get; init; }

    /// <summary>Whether a terminal shows it.</summary>
    public bool IsTerminal { get; init; }

    public char Line => IsUnicode ? '│' : '|';

    public char Dash => IsUnicode ? '─' : '-';

    public char Gap => IsUnicode ? '╌' : '.';

    public char Right => IsUnicode ? '▶' : '>';

    public char Left => IsUnicode ? '◀' : '<';

    public string More => IsUnicode ? "…" : "...";

    /// <summary>The style for standard output.</summary>
    public static LadderStyle OfOutput()
    {
        bool isTerminal = !Console.IsOutputRedirected;
        return new LadderStyle
        {
            Width = isTerminal ? Math.Max(WindowSize.Columns(), Narrowest) : PlainWidth,
            IsUnicode = isTerminal && IsUtf8(Environment.GetEnvironmentVariable),
            IsTerminal = isTerminal,
        };
    }

    /// <summary>Whether the locale's characters are UTF-8 (locale(7): the first that is set
    /// counts).</summary>
    public static bool IsUtf8(Func<string, string?> variable)
    {
        string[] names = ["LC_ALL", "LC_CTYPE", "LANG"];
        string locale = names.Select(variable).FirstOrDefault(one => !string.IsNullOrEmpty(one))
            ?? "";
        return locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase)
            || locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What a peer sent, in one line that is safe to show.</summary>
    public string Message(ReadOnlySpan<byte> bytes, int limit)
    {
        string text = Escape.Line(bytes, limit);
        return IsUnicode ? text : string.Concat(text.EnumerateRunes().Select(Plain));
    }

    /// <summary>Words that may have a peer's among them, paths and arguments, safe to show.
    /// </summary>
    public string Safe(string words) => Message(Encoding.UTF8.GetBytes(words), int.MaxValue);

    static string Plain(Rune rune)
    {
        if (rune.IsAscii)
        {
            return rune.ToString();
        }

        Span<byte> bytes = stackalloc byte[4];
        int count = rune.EncodeToUtf8(bytes);
        return string.Concat(bytes[..count].ToArray().Select(one => $"\\x{one:x2}"));
    }

    /// <summary>A text that takes no more than so many columns.</summary>
    public string Cut(string text, int columns)
    {
        if (TextWidth.Of(text) <= columns)
        {
            return text;
        }

        int left = Math.Max(columns - More.Length, 0);
        var cut = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            left -= TextWidth.Of(rune.ToString());
            if (left < 0)
            {
                break;
            }

            cut.Append(rune.ToString());
        }

        return columns < More.Length ? "" : cut.Append(More).ToString();
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Doorway.Check.Client;

/// <summary>
/// What a client has printed, searched for an answer. Nothing is asked of what stands around it.
/// Each wrong way of showing is one case's finding; all other cases ask <see cref="Has"/>, which
/// takes every form, so that one fault is found once.
/// </summary>
static class Screen
{
    // "HE" is no sign that "HELLO" was shown.
    const int ShortestPart = 4;

    /// <summary>Whether all of an answer is there, in whatever form.</summary>
    public static bool Has(Captured output, string answer) => Find(output, answer).IsComplete;

    /// <summary>How many times it is there as text.</summary>
    public static int Count(Captured output, string answer) =>
        output.Text.Split(answer).Length - 1;

    /// <summary>Looks for an answer, without its newline. ASCII is searched for in all forms,
    /// other text as it is.</summary>
    public static Sighting Find(Captured output, string answer)
    {
        string text = output.Text;
        int at = text.IndexOf(answer, StringComparison.Ordinal);
        if (at >= 0)
        {
            return AsText(text, at, answer);
        }

        if (Numbers(text, Encoding.UTF8.GetBytes(answer)) is { } numbers)
        {
            return numbers;
        }

        for (int length = answer.Length - 1; length >= ShortestPart; length--)
        {
            string part = answer[..length];
            int start = text.IndexOf(part, StringComparison.Ordinal);
            if (start >= 0)
            {
                return new Sighting(Shown.Short, part)
                {
                    Notation = InQuotes(text, start, start + length),
                };
            }
        }

        if (SomeNumbers(text, answer) is { } some)
        {
            return some;
        }

        Match name = Regex.Match(text, @"\[B@[0-9a-f]+|System\.Byte\[\]|\[object [A-Z]\w*\]");
        return name.Success
            ? new Sighting(Shown.AsObject, name.Value, ObjectOf(name.Value))
            : new Sighting(Shown.Nothing, "");
    }

    static Sighting AsText(string text, int at, string answer)
    {
        int end = at + answer.Length;
        int nuls = end;
        while (nuls < text.Length && text[nuls] == '\0')
        {
            nuls++;
        }

        if (nuls > end || text.Contains('\0', StringComparison.Ordinal))
        {
            return new Sighting(Shown.WithNuls, text[at..Math.Max(nuls, end)]);
        }

        return InQuotes(text, at, end) is { } quoted
            ? new Sighting(Shown.AsBytes, quoted, Language.Python)
            : new Sighting(Shown.Whole, answer);
    }

    // b'HELLO', b"HELLO"; also where something stands before the answer in the quotes.
    static string? InQuotes(string text, int at, int end)
    {
        int quote = Math.Max(
            text.LastIndexOf("b'", at, StringComparison.Ordinal),
            text.LastIndexOf("b\"", at, StringComparison.Ordinal));
        if (quote < 0 || (quote > 0 && char.IsLetterOrDigit(text[quote - 1])))
        {
            return null;
        }

        int close = text.IndexOf(text[quote + 1], quote + 2);
        return close >= end ? text[quote..(close + 1)] : null;
    }

    // [72, 69], [72 69], <Buffer 48 45>, 48-45.
    static Sighting? Numbers(string text, byte[] bytes)
    {
        (string Format, string Between, Language Language)[] forms =
        [
            ("D", ", ", Language.Java), ("D", " ", Language.Go), ("D", ",", Language.JavaScript),
            ("x2", " ", Language.JavaScript), ("X2", "-", Language.CSharp),
            ("x2", "", Language.Unknown), ("X2", " ", Language.Unknown),
        ];
        foreach ((string format, string between, Language language) in forms)
        {
            string numbers = string.Join(
                between, bytes.Select(one => one.ToString(format, CultureInfo.InvariantCulture)));
            if (text.Contains(numbers, StringComparison.Ordinal))
            {
                return new Sighting(Shown.AsBytes, numbers, language);
            }
        }

        return null;
    }

    // The longest part of an answer that is shown as numbers: each part of a part is there too.
    static Sighting? SomeNumbers(string text, string answer)
    {
        Sighting? found = null;
        int shortest = ShortestPart, longest = answer.Length - 1;
        while (shortest <= longest)
        {
            int length = found is null ? shortest : (shortest + longest + 1) / 2;
            if (Numbers(text, Encoding.UTF8.GetBytes(answer[..length])) is { } some)
            {
                found = some with
                {
                    As = Shown.Short,
                    Text = answer[..length],
                    Notation = some.Text,
                };
                shortest = length + 1;
            }
            else if (found is null)
            {
                return null;
            }
            else
            {
                longest = length - 1;
            }
        }

        return found is { Notation: { } shown } cut && IsAbbreviated(text, shown)
            ? cut with { As = Shown.AsBytes, Text = shown } : found;
    }

    // <Buffer 48 45 ... 2950 more bytes>: Node.js shows no more of any.
    static bool IsAbbreviated(string text, string shown) => Regex.IsMatch(
        text[(text.IndexOf(shown, StringComparison.Ordinal) + shown.Length)..],
        @"^,?\s*\.\.\. \d+ more ");

    static Language ObjectOf(string name) => name[1] switch
    {
        'B' => Language.Java,
        'y' => Language.CSharp,
        _ => Language.JavaScript,
    };
}

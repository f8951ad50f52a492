using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Doorway.Cli.Commands;

/// <summary>
/// What may stand at the end of an unfinished command line, for a shell that completes words:
/// <c>doorway '[suggest]' 'serve --mo'</c> prints <c>--mode</c>. The scripts in
/// <c>share/completions</c> ask so, and know no verb and no option themselves.
/// </summary>
static class Suggestions
{
    const string Directive = "[suggest";

    /// <summary>The words, a line each; null when nobody asks for any.</summary>
    /// <param name="args">
    /// <c>[suggest]</c> or <c>[suggest:N]</c>, and the command line up to the cursor without the
    /// program's name; with N only the first N UTF-16 units of it count.
    /// </param>
    /// <param name="root">The whole command.</param>
    /// <param name="grammar">How command lines are read.</param>
    public static string? For(string[] args, Command root, ParserConfiguration grammar)
    {
        if (args.Length is 0 or > 2 || !args[0].StartsWith(Directive, StringComparison.Ordinal))
        {
            return null;
        }

        string position = args[0][Directive.Length..].Trim(':', ']');
        string line = args.Length > 1 ? args[1] : "";
        if (int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && count < line.Length)
        {
            line = line[..count];
        }

        return string.Concat(At(line, root, grammar).Select(word => word + "\n"));
    }

    // Words that replace the one at the cursor and begin as it does. An option is offered to who
    // has begun one; of --mode=p the value alone is completed.
    static IEnumerable<string> At(string line, Command root, ParserConfiguration grammar)
    {
        string word = line[(line.LastIndexOfAny([' ', '\t', '\n']) + 1)..];
        string before = line[..^word.Length];
        string kept = "";
        if (word.StartsWith("--", StringComparison.Ordinal) && word.Contains('='))
        {
            kept = word[..(word.IndexOf('=', StringComparison.Ordinal) + 1)];
            before += $"{kept[..^1]} ";
            word = word[kept.Length..];
        }

        bool isOption = word.StartsWith('-');
        return CommandLineParser.Parse(root, before, grammar).GetCompletions(before.Length)
            .Select(item => item.InsertText ?? item.Label)
            .Where(text => text.StartsWith(word, StringComparison.Ordinal)
                && text[0] != '/' && text != "-?" && text[0] == '-' == isOption)
            .Distinct()
            .Select(text => kept + text);
    }
}

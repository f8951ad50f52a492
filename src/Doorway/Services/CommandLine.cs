using System.Text;

namespace Doorway.Services;

/// <summary>A command line that can't be split into words, and where it is wrong.</summary>
public sealed class CommandLineException : FormatException
{
    internal CommandLineException(string message, int position)
        : base($"{message} (at position {position + 1})") => Position = position;

    /// <summary>The index of the character at fault, from 0.</summary>
    public int Position { get; }
}

/// <summary>
/// Splits a command into words as a shell does (POSIX.1 XCU 2.2): blanks separate, quotes and
/// backslashes keep what they protect. Nothing is expanded and no shell is run: <c>$</c>,
/// <c>*</c>, <c>|</c> and <c>&gt;</c> are characters like any other.
/// </summary>
public static class CommandLine
{
    /// <summary>The words of a command: the program, then its arguments.</summary>
    /// <exception cref="CommandLineException">
    /// There is no word, a quote has no end, nothing follows a backslash, or a NUL is in it.
    /// </exception>
    public static IReadOnlyList<string> Split(string command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var words = new List<string>();
        StringBuilder? word = null;
        for (int i = 0; i < command.Length; i++)
        {
            switch (command[i])
            {
                case ' ' or '\t' or '\n':
                    Finish(words, ref word);
                    break;
                case '\\':
                    Escape(command, ref i, ref word);
                    break;
                case '\'':
                    Quote(command, ref i, word ??= new StringBuilder());
                    break;
                case '"':
                    DoubleQuote(command, ref i, word ??= new StringBuilder());
                    break;
                default:
                    Append(command, i, word ??= new StringBuilder());
                    break;
            }
        }

        Finish(words, ref word);
        return words.Count > 0
            ? words : throw new CommandLineException("There is no command", 0);
    }

    static void Finish(List<string> words, ref StringBuilder? word)
    {
        if (word is not null)
        {
            words.Add(word.ToString());
            word = null;
        }
    }

    static void Append(string command, int i, StringBuilder word)
    {
        if (command[i] == '\0')
        {
            throw new CommandLineException("A program's argument can't hold a NUL", i);
        }

        word.Append(command[i]);
    }

    static void Escape(string command, ref int i, ref StringBuilder? word)
    {
        int start = i++;
        if (i == command.Length)
        {
            throw new CommandLineException("Nothing follows the backslash", start);
        }

        // A backslash and a newline join two lines, and are nothing themselves.
        if (command[i] != '\n')
        {
            Append(command, i, word ??= new StringBuilder());
        }
    }

    static void Quote(string command, ref int i, StringBuilder word)
    {
        int start = i++;
        while (At(command, i, start) != '\'')
        {
            Append(command, i++, word);
        }
    }

    static void DoubleQuote(string command, ref int i, StringBuilder word)
    {
        int start = i++;
        while (At(command, i, start) != '"')
        {
            if (command[i] == '\\'
                && At(command, i + 1, start) is '$' or '`' or '"' or '\\' or '\n')
            {
                i++;
                if (command[i] == '\n')
                {
                    i++;
                    continue;
                }
            }

            Append(command, i++, word);
        }
    }

    static char At(string command, int i, int start) => i < command.Length
        ? command[i]
        : throw new CommandLineException($"The quote {command[start]} has no end", start);
}

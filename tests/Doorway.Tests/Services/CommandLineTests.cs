using System.Text;
using Doorway.Services;
using Doorway.Tests.Command;

namespace Doorway.Tests.Services;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("cat", "cat")]
    [InlineData("  cat\t-n \n x ", "cat|-n|x")]
    [InlineData("a 'b c' d", "a|b c|d")]
    [InlineData("a 'b'\"c\"d", "a|bcd")]
    [InlineData("a ''", "a|")]
    [InlineData("a \"\" b", "a||b")]
    [InlineData("'a\\b'", "a\\b")]
    [InlineData("\"a\\b\"", "a\\b")]
    [InlineData("\"a\\\\b\\\"c\\$d\\`e\"", "a\\b\"c$d`e")]
    [InlineData("a\\ b", "a b")]
    [InlineData("a\\\\b", "a\\b")]
    [InlineData("a\\\nb", "ab")]
    [InlineData("\"a\\\nb\"", "ab")]
    [InlineData("'a\\\nb'", "a\\\nb")]
    [InlineData("a \\\n b", "a|b")]
    [InlineData("echo $HOME * ~ # a > b; c & d", "echo|$HOME|*|~|#|a|>|b;|c|&|d")]
    [InlineData("grüße 'ΐ x'", "grüße|ΐ x")]
    public void Words_are_split_as_a_shell_splits_them(string command, string words) =>
        Assert.Equal(words.Split('|'), CommandLine.Split(command));

    [Theory]
    [InlineData("", 0)]
    [InlineData(" \t\n", 0)]
    [InlineData("cat 'x", 4)]
    [InlineData("cat \"x", 4)]
    [InlineData("cat \"x\\\"", 4)]
    [InlineData("cat 'a' \"b\" 'c\"", 12)]
    [InlineData("cat \\", 4)]
    [InlineData("\"\\", 0)]
    [InlineData("cat a\0b", 5)]
    [InlineData("cat 'a\0b'", 6)]
    public void What_is_wrong_is_named_with_its_position(string command, int position)
    {
        CommandLineException fault =
            Assert.Throws<CommandLineException>(() => CommandLine.Split(command));
        Assert.Equal(position, fault.Position);
        Assert.Contains($"position {position + 1}", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task A_thousand_random_commands_are_split_as_sh_splits_them()
    {
        const string Alphabet = "ab  \t\n\\\\''\"\"-=ü";
        var random = new Random(4711);
        var commands = new List<string>();
        while (commands.Count < 1_000)
        {
            char[] letters = new char[random.Next(1, 20)];
            random.GetItems(Alphabet.AsSpan(), letters);
            string command = new(letters);
            if (IsValid(command))
            {
                commands.Add(command);
            }
        }

        // A newline outside quotes separates words here, and commands there: the one difference.
        string script = string.Concat(commands.Select(command =>
            $"set -- {BlankNewlines(command)}\nprintf '%s|' \"$@\"; printf '\\001'\n"));
        await using ChildProcess shell = ChildProcess.Start("sh", []);
        string[] answers = (await shell.FilterAsync(script)).Split('\u0001');
        for (int i = 0; i < commands.Count; i++)
        {
            string words = string.Concat(CommandLine.Split(commands[i]).Select(word => word + "|"));
            Assert.True(answers[i] == words, $"{commands[i]}: sh says {answers[i]}, not {words}");
        }
    }

    static bool IsValid(string command)
    {
        try
        {
            CommandLine.Split(command);
            return true;
        }
        catch (CommandLineException)
        {
            return false;
        }
    }

    static string BlankNewlines(string command)
    {
        var text = new StringBuilder();
        char quote = '\0';
        for (int i = 0; i < command.Length; i++)
        {
            char c = command[i];
            if (c == '\\' && quote != '\'' && i + 1 < command.Length)
            {
                text.Append(c).Append(command[++i]);
                continue;
            }

            if (quote == '\0' && c is '\'' or '"')
            {
                quote = c;
            }
            else if (c == quote)
            {
                quote = '\0';
            }

            text.Append(c == '\n' && quote == '\0' ? ' ' : c);
        }

        return text.ToString();
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;

namespace Doorway.Cli.Commands;

/// <summary>What is wrong with a command line, in one line: what, and how it is written.</summary>
static class UsageText
{
    /// <summary>The line.</summary>
    /// <param name="parsed">A command line with errors.</param>
    /// <param name="root">The whole command.</param>
    public static string Of(ParseResult parsed, Command root)
    {
        Command command = parsed.CommandResult.Command;
        string name = Path(command);
        return $"{Words(parsed, name, command == root)} (see {name} --help)";
    }

    // "doorway check server".
    static string Path(Command command)
    {
        Symbol? parent = command.Parents.FirstOrDefault(symbol => symbol is Command);
        return parent is Command above ? $"{Path(above)} {command.Name}" : "doorway";
    }

    static string Words(ParseResult parsed, string name, bool isRoot)
    {
        if (Strays(parsed).FirstOrDefault(IsOption) is { } option)
        {
            return $"{option} is no option of {name}";
        }

        ParseError first = parsed.Errors[0];
        switch (first.SymbolResult)
        {
            case OptionResult { Tokens.Count: 0 } missing:
                string value = missing.Option.HelpName ?? "VALUE";
                return $"{missing.Option.Name} needs a value: {missing.Option.Name} {value}";
            case OptionResult { Tokens.Count: > 1, Option.Arity.MaximumNumberOfValues: 1 } twice:
                return $"{twice.Option.Name} is given more than once; leave one out";
            case ArgumentResult { Tokens.Count: 0, Argument.Name: "ID" or "DIR" or "ROLE" }
                when parsed.UnmatchedTokens.Count == 0:
                return ((ArgumentResult)first.SymbolResult).Argument.Name switch
                {
                    "ID" => $"which case? {name} tcp/stream/split-write",
                    _ => "a folder and a part are needed: "
                        + $"{name} submissions --run 'python3 {{}}/server.py' server tcp://:12000",
                };
            case ArgumentResult { Tokens.Count: 0, Argument.Name: "ADDRESS" } or CommandResult
                when parsed.UnmatchedTokens.Count == 0:
                return $"the address is missing: {name} tcp://localhost:12000";
            case ArgumentResult { Tokens.Count: 0, Argument.Name: "LISTEN" or "TARGET" }:
                return "two addresses are needed, where clients come and where the server is: "
                    + $"{name} udp://localhost:12001 udp://localhost:12000";
        }

        string enough = parsed.CommandResult.Command.Arguments switch
        {
            { Count: 0 } => "after check come server, client, explain or batch",
            [{ Name: "LISTEN" }, ..] => "two addresses are enough",
            [.., { Name: "ADDRESS" }] => "one address is enough",
            _ => "one is enough",
        };
        return parsed.UnmatchedTokens.Count == 0 ? first.Message.TrimEnd('.')
            : isRoot ? NoVerb(parsed.UnmatchedTokens[0])
            : $"\"{parsed.UnmatchedTokens[0]}\" is one too many: {enough}";
    }

    static string NoVerb(string word) => word.Contains(':', StringComparison.Ordinal)
        ? $"a verb is missing: doorway connect {word}, or doorway serve {word}"
        : $"\"{word}\" is no verb; doorway serve is the server, doorway connect the client";

    // What was taken for an address, or for nothing: a mistyped option is among them.
    static IEnumerable<string> Strays(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens.Select(token => token.Value))
            .Concat(parsed.UnmatchedTokens);

    static bool IsOption(string word) => word.Length > 1 && word[0] == '-';
}

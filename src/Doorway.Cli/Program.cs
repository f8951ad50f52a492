using System.CommandLine;
using Doorway;
using Doorway.Cli;
using Doorway.Cli.Commands;
using Doorway.Cli.Terminal;

Command root = DoorwayCommand.For(args);
// A word that begins with @ is a word, not a file of words.
var grammar = new ParserConfiguration { ResponseFileTokenReplacer = null };
ParseResult parsed = root.Parse(args, grammar);
if (parsed.Errors.Count > 0 && parsed.Action is not { ClearsParseErrors: true })
{
    Standard.Error().WriteLine($"doorway: {UsageText.Of(parsed, root)}");
    return ExitCode.Usage;
}

try
{
    if (Suggestions.For(args, root, grammar) is { } suggestions)
    {
        Standard.Screen().Write(suggestions);
        return ExitCode.Ok;
    }

    var invocation = new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };
    // Not awaited: each asynchronous method between here and the first socket costs a start its
    // time, and nothing else wants this thread.
    return parsed.Invoke(invocation);
}
catch (Exception failure)
    when (failure is UsageException or ArgumentException or AddressFormatException)
{
    Standard.Error().WriteLine($"doorway: {failure.Message}");
    return ExitCode.Usage;
}
catch (AddressResolutionException failure)
{
    return Failed($"DNS {failure.Message}");
}
catch (NetworkFailureException failure)
{
    return Failed(failure.Message);
}
catch (OutputGoneException)
{
    return ExitCode.OutputGone;
}
catch (System.Net.Sockets.SocketException failure)
{
    return Failed($"{Failure.Word(failure.SocketErrorCode)} {failure.Message}");
}
catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
{
    return Failed($"FAILED {failure.Message}");
}
#pragma warning disable CA1031 // The last line of defence: no stack trace reaches a user.
catch (Exception failure)
#pragma warning restore CA1031
{
    Standard.Error().WriteLine(
        "doorway: a fault of its own, please report it: "
        + $"{failure.GetType().Name}: {failure.Message}");
    return ExitCode.Failed;
}

int Failed(string line)
{
    new Notices(Standard.Error, quiet: false, () => Output.ErrorColor(parsed)).Fail(line);
    return ExitCode.Failed;
}

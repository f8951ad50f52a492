using System.CommandLine;
using Doorway;
using Doorway.Cli;
using Doorway.Cli.Commands;
using Doorway.Cli.Terminal;

var root = new DoorwayCommand();
// A word that begins with @ is a word, not a file of words.
ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Errors.Count > 0 && parsed.Action is not { ClearsParseErrors: true })
{
    Console.Error.WriteLine($"doorway: {UsageText.Of(parsed, root)}");
    return ExitCode.Usage;
}

try
{
    var invocation = new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };
    return await parsed.InvokeAsync(invocation);
}
catch (Exception failure)
    when (failure is UsageException or ArgumentException or AddressFormatException)
{
    Console.Error.WriteLine($"doorway: {failure.Message}");
    return ExitCode.Usage;
}
catch (AddressResolutionException failure)
{
    Console.Error.WriteLine($"doorway: DNS {failure.Message}");
    return ExitCode.Failed;
}
catch (NetworkFailureException failure)
{
    Console.Error.WriteLine($"doorway: {failure.Message}");
    return ExitCode.Failed;
}
catch (OutputGoneException)
{
    return ExitCode.OutputGone;
}
catch (System.Net.Sockets.SocketException failure)
{
    Console.Error.WriteLine($"doorway: {Failure.Word(failure.SocketErrorCode)} {failure.Message}");
    return ExitCode.Failed;
}
catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"doorway: FAILED {failure.Message}");
    return ExitCode.Failed;
}
#pragma warning disable CA1031 // The last line of defence: no stack trace reaches a user.
catch (Exception failure)
#pragma warning restore CA1031
{
    Console.Error.WriteLine(
        "doorway: a fault of its own, please report it: "
        + $"{failure.GetType().Name}: {failure.Message}");
    return ExitCode.Failed;
}

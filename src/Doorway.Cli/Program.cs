using System.CommandLine;
using Doorway;
using Doorway.Cli;
using Doorway.Cli.Commands;

var root = new DoorwayCommand();
ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0 && parsed.Action is not { ClearsParseErrors: true })
{
    Console.Error.WriteLine($"doorway: {parsed.Errors[0].Message.TrimEnd('.')} (see {root.HelpFor(parsed)})");
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
catch (Exception failure) when (failure is UsageException or ArgumentException or AddressFormatException)
{
    Console.Error.WriteLine($"doorway: {failure.Message}");
    return ExitCode.Usage;
}
catch (AddressResolutionException failure)
{
    Console.Error.WriteLine($"doorway: DNS {failure.Message}");
    return ExitCode.Failed;
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
        $"doorway: a fault of its own, please report it: {failure.GetType().Name}: {failure.Message}");
    return ExitCode.Failed;
}

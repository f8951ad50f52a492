using Doorway.Cli.Terminal;

namespace Doorway.Cli.Checks;

/// <summary>
/// Keeps a fault of Doorway's own apart from one of the checked program: whoever reads exit codes
/// must never take the one for the other.
/// </summary>
static class OwnFault
{
    /// <summary>The exit code of the work; 4, and a line, where it failed by itself.</summary>
    public static async Task<int> CatchAsync(Notices notices, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (IOException failure) when (failure is not OutputGoneException)
        {
            notices.Fail($"FAILED {failure.Message}");
            return ExitCode.OwnFault;
        }
#pragma warning disable CA1031 // The last line of defence: no stack trace reaches a user.
        catch (Exception failure) when (failure is not (UsageException or OutputGoneException
            or AddressResolutionException))
#pragma warning restore CA1031
        {
            notices.Fail("a fault of its own, please report it: "
                + $"{failure.GetType().Name}: {failure.Message}");
            return ExitCode.OwnFault;
        }
    }
}

using System.ComponentModel;
using System.Diagnostics;

namespace Doorway.Check;

/// <summary>
/// Gives a program SIGPIPE's default action back. .NET ignores that signal, and what is ignored
/// stays so in a program that it starts (execve(2)): a program that would be ended by it at home
/// would live here.
/// </summary>
static class DefaultSignals
{
    static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    static readonly string[] Reset = ["env", "--default-signal=PIPE"];

    // GNU's env has it from coreutils 8.31 on; others don't.
    static readonly Lazy<bool> CanReset = new(() =>
    {
        try
        {
            using var attempt = Process.Start(new ProcessStartInfo(Reset[0], [Reset[1], "true"])
            {
                RedirectStandardError = true,
            });
            return attempt!.WaitForExit(Most) && attempt.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    });

    /// <summary>The command that does it and goes on with the rest of the line; empty where there
    /// is none.</summary>
    public static IReadOnlyList<string> Command => CanReset.Value ? Reset : [];
}

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Doorway.Services;

namespace Doorway.Check;

/// <summary>
/// Ends what a case without namespaces has left, also when it is us who were killed: a process
/// that waits for the end of its input, which comes however we end.
/// </summary>
sealed class Guardian : IDisposable
{
    // As the programs' user, kill(2) of -1 reaches all that is theirs and nothing else, at once.
    const string ByUser = """
        cat >/dev/null
        setpriv --reuid "$1" --regid "$1" --clear-groups sh -c 'kill -9 -1' 2>/dev/null
        rm -rf "$2"
        """;

    // Their home folder is in the environment of all, but of those that have cleared it. Several
    // rounds: a process may be born behind the reader's back, or be between two programs. They are
    // stopped first: who stands still forks nobody, and counts. One grep for all: one for each
    // takes seconds on a busy machine.
    const string ByHome = """
        cat >/dev/null
        exec 2>/dev/null
        for round in 1 2 3 4 5 6 7 8 9; do
            found=$(
                grep --line-buffered -alsF "HOME=$2" /proc/[0-9]*/environ |
                while IFS=/ read -r root proc process file; do
                    kill -STOP "$process"
                    echo "$process"
                done
            )
            [ "$found" ] || [ "$round" -lt 3 ] || break
            kill -9 $found
        done
        rm -rf "$2"
        """;

    static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    readonly Process _process;

    Guardian(Process process) => _process = process;

    /// <summary>Starts it; null where that can't be.</summary>
    /// <param name="user">Whom the programs run as; null for ourselves.</param>
    /// <param name="home">Their home folder, which is removed too.</param>
    public static Guardian? Start(int? user, string home)
    {
        string number = user?.ToString(CultureInfo.InvariantCulture) ?? "";
        try
        {
            return new Guardian(Process.Start(new ProcessStartInfo(
                ProgramPath.Find("sh"),
                ["-c", user is null ? ByHome : ByUser, "guardian", number, home])
            {
                RedirectStandardInput = true,
                WorkingDirectory = "/",
            })!);
        }
        catch (Exception fault) when (fault is Win32Exception or ExecException)
        {
            return null;
        }
    }

    /// <summary>Lets it do its work, and waits for that.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(EndTime))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}

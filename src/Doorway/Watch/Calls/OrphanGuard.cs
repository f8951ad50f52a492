using System.ComponentModel;
using System.Diagnostics;
using Doorway.Services;

namespace Doorway.Watch.Calls;

/// <summary>
/// Ends what a watch has started, also when it is us who were killed: strace(1) would go on, and a
/// program without it could make no call that is watched. It is a process that waits for the end
/// of its input, which comes however we end.
/// </summary>
sealed class OrphanGuard : IDisposable
{
    const string Variable = "DOORWAY_WATCH";

    // Again until nobody is found: one may be born behind the reader's back.
    const string Script = """
        trap '' INT HUP TERM
        cat >/dev/null
        exec 2>/dev/null
        for round in 1 2 3 4 5; do
            found=$(grep -alsF "$1" /proc/[0-9]*/environ | cut -d/ -f3)
            [ "$found" ] || break
            kill -9 $found
        done
        """;

    static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    readonly string _mark = Guid.NewGuid().ToString("N");
    Process? _process;

    /// <summary>Marks a program, and all that will come of it, before it is started.</summary>
    public void Mark(ProcessStartInfo start) => start.Environment[Variable] = _mark;

    /// <summary>Begins to guard. Where there is no shell, nobody does.</summary>
    public void Start()
    {
        try
        {
            _process = Process.Start(new ProcessStartInfo(
                ProgramPath.Find("sh"), ["-c", Script, "guard", $"{Variable}={_mark}"])
            {
                RedirectStandardInput = true,
                WorkingDirectory = "/",
            });
        }
        catch (Exception fault) when (fault is Win32Exception or ExecException)
        {
            _process = null;
        }
    }

    /// <summary>Lets it do its work, and waits for that.</summary>
    public void Dispose()
    {
        if (_process is null)
        {
            return;
        }

        _process.StandardInput.Close();
        if (!_process.WaitForExit(EndTime))
        {
            _process.Kill();
        }

        _process.Dispose();
        _process = null;
    }
}

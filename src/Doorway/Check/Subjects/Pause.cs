using System.Runtime.InteropServices;

namespace Doorway.Check;

/// <summary>
/// A program that stands still until this is disposed of (SIGSTOP and SIGCONT, signal(7)). What
/// happens meanwhile happens before its next call, every time: connections wait in the backlog,
/// bytes and resets wait in its sockets.
/// </summary>
sealed partial class Pause : IDisposable
{
    // A stop is sure to come, as soon as the process has the processor.
    static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);

    const int Continue = 18;
    const int Stop = 19;

    readonly List<int> _stopped = [];

    /// <summary>Stops it.</summary>
    public Pause(Trial trial)
    {
        foreach (int process in trial.Subject?.Processes ?? [])
        {
            if (Signal(process, Stop) == 0)
            {
                _stopped.Add(process);
            }
        }

        Holds = _stopped.Count > 0
            && SpinWait.SpinUntil(() => _stopped.TrueForAll(StandsStill), StopTime);
    }

    /// <summary>Whether it stands; not where it isn't ours to stop.</summary>
    public bool Holds { get; }

    /// <summary>It goes on.</summary>
    public void Dispose()
    {
        foreach (int process in _stopped)
        {
            _ = Signal(process, Continue);
        }
    }

    static bool StandsStill(int process) =>
        Services.ProcessStat.Read(process) is not { State: not ('T' or 't' or 'Z' or 'X') };

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}

using System.Runtime.InteropServices;

namespace Doorway.Cli;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks to end gently, the second ends at once. One that follows the
/// first within a moment is the same one: timeout(1) signals its child, and then its whole group.
/// </summary>
sealed class Signals : IDisposable
{
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    readonly TaskCompletionSource<int> _first =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    readonly PosixSignalRegistration[] _registrations;
    long _firstCame;

    public Signals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    /// <summary>Ends with the exit code that the first signal stands for.</summary>
    public Task<int> First => _first.Task;

    void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        int code = context.Signal == PosixSignal.SIGINT
            ? ExitCode.Interrupted
            : ExitCode.Terminated;
        long now = Environment.TickCount64;
        long before = Interlocked.CompareExchange(ref _firstCame, now, 0);
        if (before == 0)
        {
            _first.SetResult(code);
        }
        else if (now - before > Moment.TotalMilliseconds)
        {
            Environment.Exit(code);
        }
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }
}

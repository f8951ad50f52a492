using System.Runtime.InteropServices;

namespace Doorway.Cli;

/// <summary>Ctrl-C and SIGTERM: the first asks to end gently, the second ends at once.</summary>
sealed class Signals : IDisposable
{
    readonly TaskCompletionSource<int> _first =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    readonly PosixSignalRegistration[] _registrations;

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
        if (!_first.TrySetResult(code))
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

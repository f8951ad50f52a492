using System.Diagnostics;

namespace Doorway.Watch.Calls;

/// <summary>Learns the number of the program that strace(1) starts, out of the first event.
/// </summary>
/// <param name="seen">Is told every event.</param>
sealed class FirstProcess(Action<WatchEvent> seen)
{
    static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

    readonly TaskCompletionSource<int> _found =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Passes an event on.</summary>
    public void Take(WatchEvent happened)
    {
        if (happened is ProgramEvent { Step: ProgramStep.Started } program)
        {
            _found.TrySetResult(program.Process);
        }

        seen(happened);
    }

    /// <summary>Waits for it; null where it doesn't come while strace runs.</summary>
    public int? Wait(Process strace)
    {
        Task exited = strace.WaitForExitAsync();
        _ = Task.WaitAny([_found.Task, exited], Most);
        if (!_found.Task.IsCompleted && exited.IsCompleted)
        {
            // What it has written before it ended may still be on its way.
            _ = _found.Task.Wait(TimeSpan.FromMilliseconds(500));
        }

        return _found.Task.IsCompletedSuccessfully ? _found.Task.Result : null;
    }
}

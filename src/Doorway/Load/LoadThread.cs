using Doorway.Engines.Linux.Interop;

namespace Doorway;

/// <summary>A thread of its own for a run, which tells what it costs.</summary>
/// <param name="work">What it does, from beginning to end.</param>
sealed class LoadThread(Action work)
{
    readonly TaskCompletionSource _ready =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _ended =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile int _number;
    TimeSpan _time;

    /// <summary>A task that ends after <see cref="TellReady"/>, or with the work.</summary>
    public Task WhenReady => _ready.Task;

    /// <summary>A task that ends with the work, and fails as it does.</summary>
    public Task WhenEnded => _ended.Task;

    /// <summary>The processor time that it has used; zero but on Linux.</summary>
    public TimeSpan Time
    {
        get
        {
            int number = _number;
            return number == 0 ? _time : ThreadClock.Of(number);
        }
    }

    /// <summary>Starts it.</summary>
    public void Start() =>
        new Thread(Run) { IsBackground = true, Name = "Doorway load" }.UnsafeStart();

    /// <summary>What others wait for is there.</summary>
    public void TellReady() => _ready.TrySetResult();

    void Run()
    {
        try
        {
            _number = OperatingSystem.IsLinux() ? ThreadClock.CurrentThread() : 0;
            work();
            _time = Time;
            _number = 0;
            _ended.SetResult();
        }
#pragma warning disable CA1031 // It is told to whoever awaits the end.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _ended.TrySetException(failure);
        }
        finally
        {
            TellReady();
        }
    }
}

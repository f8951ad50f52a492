namespace Doorway.Tests.Check;

/// <summary>Keeps processors busy, with a thread each that never waits, until disposed.</summary>
sealed class BusyMachine : IDisposable
{
    readonly CancellationTokenSource _end = new();
    readonly Thread[] _threads;

    public BusyMachine(int processors)
    {
        _threads = [.. Enumerable.Range(0, processors).Select(_ => new Thread(Spin)
        {
            IsBackground = true,
        })];
        Array.ForEach(_threads, one => one.Start());
    }

    public void Dispose()
    {
        _end.Cancel();
        Array.ForEach(_threads, one => one.Join());
        _end.Dispose();
    }

    void Spin()
    {
        while (!_end.IsCancellationRequested)
        {
            Thread.SpinWait(1_000);
        }
    }
}

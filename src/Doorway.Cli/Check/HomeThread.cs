using System.Collections.Concurrent;

namespace Doorway.Cli.Checks;

/// <summary>
/// A thread that began before any case did. A case's thread leaves the machine's network and
/// mounts, and a thread that it makes, such as one of the pool, is born where it is
/// (namespaces(7)). What is written or started there is seen by nobody else; what is to be seen
/// is done here.
/// </summary>
static class HomeThread
{
    static readonly BlockingCollection<Action> Work = [];
    static readonly Lazy<Thread> Started = new(Start);

    /// <summary>To be called first, by the thread that the process began with.</summary>
    public static void Begin() => _ = Started.Value;

    /// <summary>Does something there, and waits for it.</summary>
    public static void Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    /// <summary>Does something there, and returns what came of it.</summary>
    public static T Run<T>(Func<T> work)
    {
        Begin();
        var done = new TaskCompletionSource<T>();
        Work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
#pragma warning disable CA1031 // It is thrown where it is waited for.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                done.SetException(failure);
            }
        });
        return done.Task.GetAwaiter().GetResult();
    }

    static Thread Start()
    {
        var thread = new Thread(() =>
        {
            foreach (Action work in Work.GetConsumingEnumerable())
            {
                work();
            }
        })
        { IsBackground = true, Name = "home" };
        thread.Start();
        return thread;
    }
}

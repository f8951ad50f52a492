using Doorway.Services;

namespace Doorway.Check;

/// <summary>
/// How cases are kept apart from one another and from the machine. Chosen once for a check.
/// </summary>
abstract class Isolation
{
    /// <summary>Whether each case has a network of its own, so that they can run side by side.
    /// </summary>
    public abstract bool IsIsolated { get; }

    /// <summary>
    /// Gives the calling thread a room: what it opens and starts from now on belongs to that. The
    /// thread must be the case's own and end with it.
    /// </summary>
    public abstract Room Enter();

    /// <summary>
    /// Namespaces where this machine allows them, unless they are not wanted; else one case at a
    /// time on the machine's own loopback, and that is said.
    /// </summary>
    /// <param name="wanted">False for never; true and null for where it can be.</param>
    /// <param name="log">Told why not; one line.</param>
    public static Isolation Choose(bool? wanted, Action<string>? log)
    {
        // Programs get none of our descriptors, and SIGPIPE as it is elsewhere.
        Inheritance.Limit();
        string? obstacle = wanted == false ? "as was asked for" : "only Linux has namespaces";
        if (wanted != false && OperatingSystem.IsLinux())
        {
            obstacle = NamespaceIsolation.Obstacle();
            if (obstacle is null)
            {
                return new NamespaceIsolation();
            }
        }

        log?.Invoke($"no network of its own for each case ({obstacle}): one case at a time");
        return new SharedMachine();
    }

    /// <summary>Runs something on a thread of its own, in a room of its own.</summary>
    public T Run<T>(Func<Room, T> body)
    {
        var done = new TaskCompletionSource<T>();
        var thread = new Thread(() =>
        {
            try
            {
                using Room room = Enter();
                done.SetResult(body(room));
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        })
        { IsBackground = true };
        thread.Start();
        thread.Join();
        return done.Task.GetAwaiter().GetResult();
    }
}

using System.Diagnostics;

namespace Doorway.Check;

/// <summary>All processes that come of one program, however they cut themselves off.</summary>
interface ISubjectTree : IDisposable
{
    /// <summary>
    /// Starts the first of them, in the network of the calling thread. The process that comes back
    /// ends as that one does; it may be another.
    /// </summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It can't be started.</exception>
    Process Start(ProcessStartInfo program);

    /// <summary>How many there are, those included that have ended and were not waited for; cheap.
    /// </summary>
    int Count { get; }

    /// <summary>
    /// The number of the program itself, as we see it; null where it has not begun, or ended
    /// before it was seen.
    /// </summary>
    int? First { get; }

    /// <summary>
    /// The folders under /proc of those that live, the oldest first; what the folders hold is
    /// true, their numbers may be those of another namespace (pid_namespaces(7)).
    /// </summary>
    IReadOnlyList<string> Folders();

    /// <summary>The numbers of those that live, as we see them, the oldest first.</summary>
    IReadOnlyList<int> Ids();

    /// <summary>Ends all at once (SIGKILL). May be called by any thread, and again.</summary>
    void End();
}

namespace Doorway.Check;

/// <summary>
/// Where one case takes place: whose rights its programs have, their home folder, their tree.
/// </summary>
abstract class Room : IDisposable
{
    /// <summary>
    /// Set in the environment of a program besides PATH and LANG; a folder that it may write to,
    /// gone with the room.
    /// </summary>
    public abstract string Home { get; }

    /// <summary>The user and group that programs run as; null for ours.</summary>
    public abstract int? User { get; }

    /// <summary>
    /// The command before a program's own that puts it in its place. It is in a session of its own
    /// (setsid(2)): our terminal's signals don't reach it, and where the kernel shares out the
    /// processor by sessions (sched(7), autogroup) it has no more than we have.
    /// </summary>
    public abstract IReadOnlyList<string> Wrappers(SubjectLimits limits);

    /// <summary>
    /// Lets programs make files in the folder that they run in, if what they make can go with the
    /// room.
    /// </summary>
    /// <param name="folder">Full.</param>
    /// <returns>Whether it did. The folder must be entered by its name then: one that is
    /// inherited lies below what the room has laid over it.</returns>
    public virtual bool Open(string folder) => false;

    /// <summary>A tree for one program.</summary>
    public abstract ISubjectTree NewTree();

    /// <summary>Leaves it; all programs in it have been ended.</summary>
    public abstract void Dispose();
}

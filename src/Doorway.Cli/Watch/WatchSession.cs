using Doorway.Watch;

namespace Doorway.Cli.Watching;

/// <summary>Whether one of the sources is heard, and if not, why, and how it would be.</summary>
/// <param name="IsOn">Whether it is heard.</param>
/// <param name="Why">Why not, in a sentence; what it is, where it is heard.</param>
sealed record WatchSource(bool IsOn, string Why);

/// <summary>A program that is watched.</summary>
/// <param name="Process">Its process number, as in the events.</param>
/// <param name="Name">Its command.</param>
/// <param name="MayType">Whether something can be typed at it.</param>
sealed record WatchedProgram(int Process, string Name, bool MayType);

/// <summary>
/// What is watched: what has been seen of it, what can't be seen, and what can be done to it.
/// </summary>
abstract class WatchSession : IAsyncDisposable
{
    /// <summary>What has been seen.</summary>
    public WatchLog Log { get; } = new();

    /// <summary>What is watched, in a few words.</summary>
    public abstract string Title { get; }

    /// <summary>Whether it is a recording: nothing more happens.</summary>
    public virtual bool IsReplay => false;

    /// <summary>Ends when nothing more can be seen.</summary>
    public abstract Task Ended { get; }

    /// <summary>Whether system calls are seen.</summary>
    public abstract WatchSource Calls { get; }

    /// <summary>Whether frames are seen.</summary>
    public abstract WatchSource Frames { get; }

    /// <summary>The programs that run.</summary>
    public virtual IReadOnlyList<WatchedProgram> Programs => [];

    /// <summary>Our own client and server; null where others are watched.</summary>
    public virtual ILabControls? Lab => null;

    /// <summary>Types at a program.</summary>
    /// <param name="process">Which.</param>
    /// <param name="text">What; a line ends with a newline.</param>
    /// <param name="isEnd">Whether that is all: the end of its input.</param>
    /// <returns>Why that can't be; null where it was done.</returns>
    public virtual string? Type(int process, string text, bool isEnd) =>
        "nothing can be typed here: no program was started";

    /// <summary>Starts what is watched, and to watch it.</summary>
    /// <param name="pagePort">The page's own port, which is not shown.</param>
    /// <param name="cancellation">Gives up.</param>
    public abstract Task StartAsync(int pagePort, CancellationToken cancellation);

    /// <summary>Ends what was started; what was seen until then is in the log.</summary>
    public abstract ValueTask EndAsync();

    /// <summary>Ends it.</summary>
    public ValueTask DisposeAsync() => EndAsync();
}

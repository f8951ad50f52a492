using System.Diagnostics;
using System.Globalization;
using Doorway.Services;

namespace Doorway.Check;

/// <summary>
/// The processes of a program that has no namespace of its own: known by their user where that is
/// theirs alone, else by the marks that each inherits (<see cref="ProcessTree"/>).
/// </summary>
/// <param name="user">The user that nothing else runs as; null where that is ours.</param>
sealed class MarkedSubjectTree(int? user = null) : ISubjectTree
{
    // A look at all processes of the machine takes milliseconds.
    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(60);

    readonly ProcessTree _tree = new();
    readonly Lock _gate = new();
    Process? _first;
    int[] _members = [];
    long _looked;
    ulong _started;

    /// <inheritdoc/>
    public int? First { get; private set; }

    /// <inheritdoc/>
    public Process Start(ProcessStartInfo program)
    {
        _first = _tree.Start(program);
        _started = ProcessStat.Read(_first.Id)?.Started ?? 0;
        First = _first.Id;
        EndEarly(_first.Id);
        return _first;
    }

    /// <inheritdoc/>
    public int Count => Ids().Count;

    /// <inheritdoc/>
    public IReadOnlyList<string> Folders() =>
        [.. Ids().Select(id => string.Create(CultureInfo.InvariantCulture, $"/proc/{id}"))];

    /// <inheritdoc/>
    public IReadOnlyList<int> Ids()
    {
        lock (_gate)
        {
            if (_looked == 0 || Stopwatch.GetElapsedTime(_looked) > LookAgain)
            {
                _members = [.. Members()
                    .OrderBy(member => member.Started).ThenBy(member => member.Id)
                    .Select(member => member.Id)];
                _looked = Stopwatch.GetTimestamp();
            }

            return _members;
        }
    }

    // They can't become another user (no_new_privs, prctl(2)). Marks take longer to see: a read of
    // an environment waits for a process that just forks, which waits for its turn among hundreds.
    IEnumerable<ProcessStat> Members() =>
        user is not { } whose || First is not { } first ? _tree.Members()
            : ProcessStat.All().Where(process => !process.HasEnded
                && process.Started >= _started
                && ((process.Id == first && process.Started == _started)
                    || SubjectUser.IsOf(whose, process.Id)));

    /// <inheritdoc/>
    public void End()
    {
        if (!OperatingSystem.IsLinux())
        {
            _first?.Kill(entireProcessTree: true);
            return;
        }

        // At once, however fast they multiply; what is found by its marks after that is nothing.
        if (user is { } whose)
        {
            SubjectUser.EndAll(whose);
        }

        _tree.EndAsync(TimeSpan.Zero).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose() => End();

    // Where the machine's memory is used up, the kernel is to end this and not us (proc(5)).
    static void EndEarly(int process)
    {
        try
        {
            File.WriteAllText(string.Create(
                CultureInfo.InvariantCulture, $"/proc/{process}/oom_score_adj"), "1000");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Ended already, or not Linux.
        }
    }
}

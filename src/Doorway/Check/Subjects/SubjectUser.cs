using System.Diagnostics;
using System.Globalization;
using Doorway.Services;

namespace Doorway.Check;

/// <summary>
/// A user that a program runs as where we are root, different for every case: nobody else's files
/// are its, and its processes are counted by themselves (RLIMIT_NPROC, getrlimit(2)).
/// </summary>
sealed class SubjectUser : IDisposable
{
    // Numbers that no distribution gives to people, packages or services (systemd's list of them,
    // UIDS-GIDS.md). One that has a process all the same is passed over.
    const int First = 60706;
    const int Last = 61183;

    static readonly Lock Gate = new();
    static readonly HashSet<int> Rented = [];
    static readonly Lazy<HashSet<int>> Taken = new(WhoHasProcesses);
    static int _next = First + (Environment.ProcessId * 31 % (Last - First));

    SubjectUser(int id) => Id = id;

    /// <summary>The number of the user, and of the group.</summary>
    public int Id { get; }

    /// <summary>One that no other case has; null where we are not root, or are root of a user
    /// namespace that has no other users.</summary>
    public static SubjectUser? Rent()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !HasOthers())
        {
            return null;
        }

        lock (Gate)
        {
            do
            {
                _next = _next == Last ? First : _next + 1;
            }
            while (Taken.Value.Contains(_next) || !Rented.Add(_next));
            return new SubjectUser(_next);
        }
    }

    /// <summary>The command that goes on with the rest of the line as this user.</summary>
    public static IEnumerable<string> Command(int user)
    {
        string number = user.ToString(CultureInfo.InvariantCulture);
        return
        [
            "setpriv", "--reuid", number, "--regid", number, "--clear-groups", "--no-new-privs",
            "--",
        ];
    }

    /// <summary>
    /// Ends all processes of such a user by one call: kill(2) of -1 reaches all that the caller
    /// may send a signal to, so it is made as that user.
    /// </summary>
    public static void EndAll(int user)
    {
        string[] command = [.. Command(user), "sh", "-c", "kill -9 -1"];
        using Process end = Process.Start(
            new ProcessStartInfo(ProgramPath.Find(command[0]), command.Skip(1))
            {
                RedirectStandardError = true,
            })!;
        end.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Gate)
        {
            Rented.Remove(Id);
        }
    }

    /// <summary>Whether a process is such a user's; false where it has gone.</summary>
    public static bool IsOf(int user, int process) => Of(process) == user;

    static HashSet<int> WhoHasProcesses() =>
        [.. ProcessStat.All().Select(process => Of(process.Id)).OfType<int>()];

    // The real one, of the four (proc(5)).
    static int? Of(int process)
    {
        const string Line = "\nUid:\t";
        string status = ProcFolder.Text(
            string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"));
        int at = status.IndexOf(Line, StringComparison.Ordinal) + Line.Length;
        return at < Line.Length ? null
            : int.Parse(
                status.AsSpan(at, status.IndexOf('\t', at) - at), CultureInfo.InvariantCulture);
    }

    // first-in-here first-out-there count, a line each (user_namespaces(7))
    static bool HasOthers() => ProcFolder.Lines("/proc/self/uid_map").Any(line =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, _, var count]
        && long.Parse(first, CultureInfo.InvariantCulture) <= First
        && long.Parse(first, CultureInfo.InvariantCulture)
            + long.Parse(count, CultureInfo.InvariantCulture) > Last);
}

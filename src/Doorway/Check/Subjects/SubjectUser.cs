using System.Globalization;

namespace Doorway.Check;

/// <summary>
/// A user that a program runs as where we are root, different for every case: nobody else's files
/// are its, and its processes are counted by themselves (RLIMIT_NPROC, getrlimit(2)).
/// </summary>
sealed class SubjectUser : IDisposable
{
    // Numbers that no person and no package gets; services get them for as long as they run
    // (systemd, UIDs-GIDs.md).
    const int First = 61184;
    const int Last = 65519;

    static readonly Lock Gate = new();
    static readonly HashSet<int> Rented = [];
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
            while (!Rented.Add(_next));
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

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Gate)
        {
            Rented.Remove(Id);
        }
    }

    // first-in-here first-out-there count, a line each (user_namespaces(7))
    static bool HasOthers() => ProcFolder.Lines("/proc/self/uid_map").Any(line =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, _, var count]
        && long.Parse(first, CultureInfo.InvariantCulture) <= First
        && long.Parse(first, CultureInfo.InvariantCulture)
            + long.Parse(count, CultureInfo.InvariantCulture) > Last);
}

using System.Globalization;
using System.Runtime.Versioning;

namespace Doorway.Check;

/// <summary>The room of a thread that has namespaces of its own.</summary>
[SupportedOSPlatform("linux")]
sealed class NamespaceRoom : Room
{
    // With a single user known to the namespace that we are in, programs get another one, in
    // which they are nobody and have a count of processes of their own (user_namespaces(7)).
    const int Nobody = 65534;

    // Where the machine's memory is used up, the kernel is to end the program and not us
    // (choom(1)). It finds itself in /proc by its number: only once /proc is that of the program's
    // namespace is it itself, and not one of the machine's processes.
    static readonly string[] Place =
        ["setsid", "unshare", "--mount-proc", "--", "choom", "-n", "1000", "--"];

    readonly SubjectUser? _user = SubjectUser.Rent();
    readonly NameServer? _names;
    readonly List<string> _covered = [];

    /// <summary>Begins in the calling thread, which has its namespaces already.</summary>
    public NamespaceRoom()
    {
        Home = PrivateFolders.Make(User, _covered);

        // Programs are not root here: what root may elsewhere, bind a port below 1024, all may.
        _ = SetNetwork("ip_unprivileged_port_start", 0);
        _names = NameServer.Start();
    }

    /// <inheritdoc/>
    public override string Home { get; }

    /// <inheritdoc/>
    public override int? User => _user?.Id;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Wrappers(SubjectLimits limits) => User is { } user
        ?
        [
            .. Place, .. ResourceLimits.Command(limits), .. SubjectUser.Command(user),
        ]
        :
        [
            .. Place, "unshare", Argument("--map-user", Nobody),
            Argument("--map-group", Nobody), "--",
            .. ResourceLimits.Command(limits), "setpriv", "--no-new-privs", "--",
        ];

    /// <inheritdoc/>
    public override bool Open(string folder) =>
        (User is null || ProgramReach.IsReadable(folder))
            && PrivateFolders.Open(folder, _covered);

    /// <inheritdoc/>
    public override ISubjectTree NewTree() => new NamespaceSubjectTree();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _names?.Dispose();
        _user?.Dispose();
    }

    static string Argument(string name, int value) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}={value}");

    /// <summary>Sets a sysctl(8) of the calling thread's network; false where it can't be:
    /// /proc/sys is read-only in some containers.</summary>
    public static bool SetNetwork(string name, int value)
    {
        try
        {
            File.WriteAllText(
                $"/proc/sys/net/ipv4/{name}", value.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

using Doorway.Engines.Linux.Interop;

namespace Doorway.Check;

/// <summary>The room of a case that has no namespaces: a folder, and a user where we are root.
/// </summary>
sealed class SharedRoom : Room
{
    readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("doorway-");
    readonly SubjectUser? _user = SubjectUser.Rent();
    readonly Guardian? _guardian;

    /// <summary>Makes the folder.</summary>
    public SharedRoom()
    {
        _guardian = OperatingSystem.IsLinux() ? Guardian.Start(User, Home) : null;
        if (User is { } owner)
        {
            Errno.Require(FileOwner.Change(Home, owner));
        }
    }

    /// <inheritdoc/>
    public override string Home => _home.FullName;

    /// <inheritdoc/>
    public override int? User => _user?.Id;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Wrappers(SubjectLimits limits) =>
        !OperatingSystem.IsLinux() ? []
        : User is { } user
            ? ["setsid", .. ResourceLimits.Command(limits), .. SubjectUser.Command(user)]
            : ["setsid", .. ResourceLimits.Command(limits, ThreadCount.OfOurUser())];

    /// <inheritdoc/>
    public override ISubjectTree NewTree() => new MarkedSubjectTree(User);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _guardian?.Dispose();
        try
        {
            if (Directory.Exists(Home))
            {
                _home.Delete(recursive: true);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A program of another user has made a folder that even we can't empty.
        }

        _user?.Dispose();
    }
}

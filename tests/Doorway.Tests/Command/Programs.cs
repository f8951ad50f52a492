namespace Doorway.Tests.Command;

/// <summary>Where the repository and the installed programs are.</summary>
static class Programs
{
    /// <summary>The folder that Doorway.slnx is in.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The folder of the programs that are not ours to be proven against.</summary>
    public static string Peers { get; } = Path.Combine(Repository, "tests", "peers");

    /// <summary>The system's own Python, not a version manager's shim that forks a shell.</summary>
    public static string Python { get; } = TryFind("/usr/bin/python3") ?? Find("python3");

    public static string Find(string program) => TryFind(program) ??
        throw new FileNotFoundException($"{program} is not installed; ./test.sh installs it");

    /// <summary>Looks on the PATH and where daemons are; null when it isn't there.</summary>
    public static string? TryFind(string program)
    {
        string path = Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin";
        return path.Split(':').Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
    }

    static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Doorway.slnx")))
            folder = folder.Parent;
        return folder?.FullName ??
            throw new DirectoryNotFoundException("the tests run inside the repository");
    }
}

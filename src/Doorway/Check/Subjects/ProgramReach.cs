using Doorway.Services;

namespace Doorway.Check;

/// <summary>
/// Finds a program, and says in words why it can't be run: by nobody, or not by the user that it
/// is to run as where we are root.
/// </summary>
static class ProgramReach
{
    const UnixFileMode Pass = UnixFileMode.OtherExecute;
    const UnixFileMode Read = UnixFileMode.OtherRead;

    /// <summary>The program's full path.</summary>
    /// <param name="command">It, and its arguments: files among them have to be readable.</param>
    /// <param name="folder">Where it runs; full.</param>
    /// <param name="user">Whom it runs as, a stranger to all files; null for ourselves.</param>
    /// <exception cref="SubjectGoneException">It can't be run.</exception>
    public static string Find(IReadOnlyList<string> command, string folder, int? user)
    {
        string program = command[0];
        if (program.Contains('/', StringComparison.Ordinal))
        {
            program = Path.GetFullPath(program, folder);
        }
        else if (user is not null)
        {
            // One that a stranger can't reach is passed over, as execvp(3) does.
            program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .Where(Path.IsPathRooted)
                .Select(place => Path.Combine(place, program))
                .FirstOrDefault(path => File.Exists(path) && Barrier(path, Pass) is null)
                ?? program;
        }

        try
        {
            program = ProgramPath.Find(program);
        }
        catch (ExecException fault)
        {
            throw new SubjectGoneException(fault.Message);
        }

        if (user is not null)
        {
            Require(program, Pass);
            foreach (string argument in command.Skip(1).Where(one => one.Length > 0))
            {
                string path = Path.GetFullPath(argument, folder);
                if (Path.Exists(path))
                {
                    Require(path, Read);
                }
            }
        }

        return program;
    }

    /// <summary>Whether strangers may see what is in a folder.</summary>
    public static bool IsReadable(string folder) =>
        Directory.Exists(folder) && Barrier(folder, Read | Pass) is null;

    static void Require(string path, UnixFileMode needed)
    {
        if (Barrier(path, needed) is { } barrier)
        {
            throw new SubjectGoneException(
                $"{path}: a checked program does not run as root, and other users have no access "
                + $"to {barrier}; give it to them with `chmod o+rX {barrier}`, or copy the "
                + "program to a folder such as /srv.");
        }
    }

    // The folder on the way, or the file itself, that keeps strangers out. Access lists (acl(5))
    // are not looked at.
    static string? Barrier(string path, UnixFileMode needed)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        string target = File.ResolveLinkTarget(path, true)?.FullName ?? path;
        if ((File.GetUnixFileMode(target) & needed) != needed)
        {
            return target;
        }

        string? barrier = null;
        foreach (string way in (string[])[path, target])
        {
            for (string? up = Path.GetDirectoryName(way); up is not null && barrier is null;
                up = Path.GetDirectoryName(up))
            {
                barrier = (File.GetUnixFileMode(up) & Pass) == 0 ? up : null;
            }
        }

        return barrier;
    }
}

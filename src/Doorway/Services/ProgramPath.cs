using System.ComponentModel;

namespace Doorway.Services;

/// <summary>
/// Finds a program as execvp(3) does: a name with a slash is a path, any other is looked for in
/// the folders of PATH. (Process.Start would look beside our own executable and in the working
/// folder first, and run a file that happens to lie there.)
/// </summary>
static class ProgramPath
{
    const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // errno(3)
    const int NotFound = 2;
    const int BadFormat = 8;
    const int NoMemory = 12;
    const int NoAccess = 13;
    const int TryAgain = 11;

    /// <exception cref="ExecException">
    /// There is no such program, or it is not executable.
    /// </exception>
    public static string Find(string fileName)
    {
        if (fileName.Length == 0)
        {
            throw new ExecException("The name of the program is empty: name one.");
        }

        if (fileName.Contains('/', StringComparison.Ordinal) || Path.IsPathRooted(fileName))
        {
            return Fault(fileName) is { } fault
                ? throw new ExecException(fault) : Path.GetFullPath(fileName);
        }

        string? unusable = null;
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        foreach (string folder in path.Split(Path.PathSeparator))
        {
            string candidate = Path.GetFullPath(Path.Combine(folder, fileName));
            string? fault = Fault(candidate);
            if (fault is null)
            {
                return candidate;
            }

            unusable ??= File.Exists(candidate) ? fault : null;
        }

        throw new ExecException(
            unusable ?? $"{fileName}: no such program on PATH; install it, or give its path.");
    }

    static string? Fault(string path)
    {
        if (Directory.Exists(path))
        {
            return $"{path}: it is a folder; name a program in it.";
        }

        if (!File.Exists(path))
        {
            return $"{path}: there is no such file; check the path.";
        }

        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0
            ? null : $"{path}: it is not executable; make it so with `chmod +x {path}`.";
    }

    /// <summary>Why a program that was found did not start.</summary>
    public static ExecException StartFault(string path, Win32Exception cause)
    {
        string reason = cause.NativeErrorCode switch
        {
            NotFound when File.Exists(path) =>
                "the interpreter in its #! line does not exist; correct that line or install it.",
            NotFound => "it is there no more; put it back, or serve another program.",
            NoAccess => "no permission to run it; check its mode, its folders' and its mount's.",
            BadFormat => "it is not a program for this machine; a script needs a #! line.",
            NoMemory or TryAgain =>
                "no process or memory is left for it; raise the limit (`ulimit -u`) or run fewer.",
            _ => $"{cause.Message}.",
        };
        return new ExecException($"{path}: {reason}", cause);
    }
}

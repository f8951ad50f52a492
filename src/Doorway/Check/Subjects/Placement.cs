using System.Diagnostics;
using Doorway.Services;

namespace Doorway.Check;

/// <summary>Makes of a launch what is to be started: the program in its place, behind the commands
/// that put it there, with almost no environment.</summary>
static class Placement
{
    /// <exception cref="SubjectGoneException">
    /// There is no such program, or its user may not run it.
    /// </exception>
    public static ProcessStartInfo Of(Launch launch)
    {
        string folder = Path.GetFullPath(launch.Folder ?? ".");
        string program = ProgramReach.Find(launch.Command, folder, launch.Room?.User);
        bool isOpen = launch.Room?.Open(folder) ?? false;
        string[] command =
        [
            .. launch.Room?.Wrappers(launch.Limits) ?? [], program, .. launch.Command.Skip(1),
        ];
        var start = new ProcessStartInfo(ProgramPath.Find(command[0]), command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = isOpen ? folder : launch.Folder ?? "",
        };
        if (launch.Room is { } room && !OperatingSystem.IsWindows())
        {
            string? path = Environment.GetEnvironmentVariable("PATH");
            start.Environment.Clear();
            start.Environment["PATH"] = path;
            start.Environment["LANG"] = "C.UTF-8";
            start.Environment["HOME"] = room.Home;
            start.Environment["TMPDIR"] = room.Home;
        }

        return start;
    }
}

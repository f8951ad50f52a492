using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Doorway.Cli.Checks.Batch;

/// <summary>This very program, started again for a piece of work.</summary>
static partial class OwnCommand
{
    const int Terminate = 15;

    /// <summary>Starts it with its outputs in our hands and nothing to read.</summary>
    public static Process Start(IEnumerable<string> words)
    {
        string self = Environment.ProcessPath!;
        var start = new ProcessStartInfo(self)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Run by dotnet, the program is what dotnet was given.
        if (Path.GetFileNameWithoutExtension(self) == "dotnet")
        {
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        foreach (string word in words)
        {
            start.ArgumentList.Add(word);
        }

        Process child = HomeThread.Run(() => Process.Start(start)!);
        child.StandardInput.Close();
        return child;
    }

    /// <summary>Asks it to end: it clears up, and leaves its report.</summary>
    public static void AskToEnd(Process child)
    {
        if (OperatingSystem.IsWindows())
        {
            child.Kill(entireProcessTree: true);
        }
        else if (!child.HasExited)
        {
            _ = Kill(child.Id, Terminate);
        }
    }

    /// <summary>Ends it and all that it started.</summary>
    public static void End(Process child)
    {
        try
        {
            child.Kill(entireProcessTree: true);
        }
        catch (Exception failure)
            when (failure is InvalidOperationException or AggregateException)
        {
            // It has ended by itself.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

using System.Diagnostics;
using System.Text;

namespace Doorway.Check;

/// <summary>The checked program while it runs: its keyboard, its outputs, its sockets.</summary>
sealed class Subject : IDisposable
{
    static readonly TimeSpan EndTime = TimeSpan.FromSeconds(2);

    readonly Process _process;
    readonly Trace _trace;
    readonly IdleWatch _idle;

    Subject(Process process, SubjectLimits limits, Trace trace)
    {
        _process = process;
        _trace = trace;
        _idle = new IdleWatch(() => Processes);
        Output = new Captured(limits.Output);
        Errors = new Captured(limits.Output);
        _ = Output.FillAsync(process.StandardOutput.BaseStream);
        _ = Errors.FillAsync(process.StandardError.BaseStream);
    }

    /// <summary>What it has printed.</summary>
    public Captured Output { get; }

    /// <summary>What it has printed on its standard error.</summary>
    public Captured Errors { get; }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>How it ended; null while it runs.</summary>
    public SubjectExit? Exit => !_process.HasExited ? null
        : _process.ExitCode > 128 ? new SubjectExit(0, _process.ExitCode - 128)
        : new SubjectExit(_process.ExitCode, 0);

    /// <summary>The numbers of its processes, as we see them; the first is the oldest.</summary>
    public IReadOnlyList<int> Processes => _process.HasExited ? [] : [_process.Id];

    /// <summary>
    /// Whether all of it waits now, and nothing of it has run since this was last asked.
    /// </summary>
    public bool IsIdle() => _process.HasExited || _idle.Look();

    /// <summary>The sockets that it has open.</summary>
    public IReadOnlyList<SocketSeen> Sockets() =>
        [.. Processes.SelectMany(process => SocketTable.Read(process)).Distinct()];

    /// <summary>How many descriptors its processes have open.</summary>
    public int Descriptors() => throw new NotImplementedException();

    /// <summary>Starts it. It runs in the network of the calling thread.</summary>
    /// <exception cref="SubjectGoneException">It can't be started.</exception>
    public static Subject Start(Launch launch, Trace trace)
    {
        var start = new ProcessStartInfo(launch.Command[0], launch.Command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = launch.Folder ?? "",
        };
        return new Subject(Process.Start(start)!, launch.Limits, trace);
    }

    /// <summary>Types at its keyboard; nothing happens where it has closed it.</summary>
    public void Type(string text)
    {
        _trace.Add(TraceSide.Doorway, "type", Encoding.UTF8.GetBytes(text));
        try
        {
            _process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes(text));
            _process.StandardInput.BaseStream.Flush();
        }
        catch (IOException)
        {
            // It doesn't read any more.
        }
    }

    /// <summary>The end of its keyboard input (Ctrl-D).</summary>
    public void EndInput()
    {
        _trace.Add(TraceSide.Doorway, "end of input");
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It doesn't read any more.
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>How it ended; null where it did not in that time.</returns>
    public SubjectExit? WaitForExit(TimeSpan time) => _process.WaitForExit(time) ? Exit : null;

    /// <summary>Asks it to end: SIGTERM to its first process.</summary>
    public void Terminate() => throw new NotImplementedException();

    /// <summary>Ends all of it: nothing of it is left.</summary>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit(EndTime);
        _process.Dispose();
    }
}

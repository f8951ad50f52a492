using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Doorway.Services;

namespace Doorway.Watch.Calls;

/// <summary>
/// A program that is watched: started by us with its keyboard and its outputs, or attached to.
/// Its system calls about sockets are told, those of its threads and children too.
/// </summary>
public sealed partial class CallTracer : IDisposable
{
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    // signal(7)
    const int SigTerm = 15;
    const int SigKill = 9;

    readonly Process _process;
    readonly ProcessTree? _tree;
    readonly StraceFeed? _feed;
    readonly Keyboard? _keyboard;
    readonly OrphanGuard _guard;
    readonly List<ProgramOutput> _outputs = [];
    readonly TaskCompletionSource _ended =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    int _isDisposed;

    CallTracer(
        Process process, OrphanGuard guard, ProcessTree? tree, StraceFeed? feed,
        Keyboard? keyboard)
    {
        (_process, _guard, _tree, _feed, _keyboard) = (process, guard, tree, feed, keyboard);
        guard.Start();
    }

    /// <summary>Why calls can't be watched here, and what to do; null where they can.</summary>
    public static string? WhyNot => StraceCommand.WhyNot;

    /// <summary>
    /// The number that what the program prints is told under, and what is typed is meant for: its
    /// own, as soon as it is known, or that of a process that we attached to.
    /// </summary>
    public int Process { get; private set; }

    /// <summary>Whether something can be typed at it.</summary>
    public bool CanType => _keyboard is not null;

    /// <summary>It and all that came of it has ended, and all was told.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Starts a program.</summary>
    /// <param name="command">It and its arguments.</param>
    /// <param name="numbers">Where its calls and sockets get their numbers.</param>
    /// <param name="seen">Is told, by several threads.</param>
    /// <param name="folder">Where it runs; null for here.</param>
    /// <param name="withCalls">Whether its calls are watched; not where <see cref="WhyNot"/>
    /// says something.</param>
    /// <exception cref="ExecException">There is no such program, or it can't be started.
    /// </exception>
    /// <exception cref="TraceException">strace isn't installed.</exception>
    public static CallTracer Start(
        IReadOnlyList<string> command, CallNumbers numbers, Action<WatchEvent> seen,
        string? folder = null, bool withCalls = true)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(numbers);
        ArgumentNullException.ThrowIfNull(seen);
        string program = ProgramPath.Find(command[0]);
        string[] whole = [program, .. command.Skip(1)];
        StraceFeed? feed = null;
        var first = new FirstProcess(seen);
        if (withCalls)
        {
            whole = [StraceCommand.Find(), .. whole];
            feed = new StraceFeed(new CallTranslator(numbers, first.Take));
            whole = [whole[0], .. StraceCommand.Run(feed.Path), .. whole[1..]];
        }

        var start = new ProcessStartInfo(whole[0], whole[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };

        // Python keeps back what it prints to a pipe, and a question would be seen after its
        // answer.
        start.Environment["PYTHONUNBUFFERED"] = "1";
        var guard = new OrphanGuard();
        guard.Mark(start);
        Inheritance.Limit();
        var tree = new ProcessTree();
        try
        {
            Process process = tree.Start(start);
            var keyboard = new Keyboard(process.StandardInput.BaseStream);
            var tracer = new CallTracer(process, guard, tree, feed, keyboard);
            tracer.Begin(command, first, seen);
            return tracer;
        }
        catch (Win32Exception fault)
        {
            feed?.Dispose();
            throw ProgramPath.StartFault(whole[0], fault);
        }
    }

    void Begin(IReadOnlyList<string> command, FirstProcess first, Action<WatchEvent> seen)
    {
        Process = _process.Id;
        if (_feed is null)
        {
            first.Take(new ProgramEvent
            {
                Time = DateTime.UtcNow,
                Process = Process,
                Name = ProgramName.Of(command),
                Step = ProgramStep.Started,
            });
        }
        else
        {
            Process = first.Wait(_process) ?? throw NotStarted(command[0]);
        }

        _outputs.Add(new(_process.StandardOutput.BaseStream, Process, false, seen));
        _outputs.Add(new(_process.StandardError.BaseStream, Process, true, seen));
        Watch(seen, command);
    }

    // strace: exec: Exec format error
    ExecException NotStarted(string program)
    {
        string words = _process.HasExited
            ? _process.StandardError.ReadToEnd().Trim() : "strace doesn't go on";
        _ended.SetResult();
        Dispose();
        return new ExecException($"{program}: it can't be started: {words}.");
    }

    // strace ends when the last process has; without it, only the first is known.
    void Watch(Action<WatchEvent> seen, IReadOnlyList<string>? command) =>
        _process.WaitForExitAsync().ContinueWith(
            _ =>
            {
                _feed?.Close();
                _feed?.Wait(EndTime);
                _outputs.ForEach(output => output.Wait(Grace));
                if (_feed is null)
                {
                    TellEnd(seen, command!);
                }

                _ended.TrySetResult();
            },
            TaskScheduler.Default);

    // .NET tells a signal as 128 and its number.
    void TellEnd(Action<WatchEvent> seen, IReadOnlyList<string> command)
    {
        const int Signalled = 128;
        int code = _process.ExitCode;
        seen(new ProgramEvent
        {
            Time = DateTime.UtcNow,
            Process = Process,
            Name = ProgramName.Of(command),
            Step = ProgramStep.Ended,
            How = code > Signalled ? $"killed by signal {code - Signalled}" : $"exited with {code}",
        });
    }

    /// <summary>Watches processes that run already: one, and those that came of it.</summary>
    /// <param name="process">Its number.</param>
    /// <param name="numbers">Where its calls and sockets get their numbers.</param>
    /// <param name="seen">Is told, by several threads.</param>
    /// <exception cref="TraceException">It can't be; the message says why.</exception>
    public static CallTracer Attach(int process, CallNumbers numbers, Action<WatchEvent> seen)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        ArgumentNullException.ThrowIfNull(seen);
        var feed = new StraceFeed(new CallTranslator(numbers, seen) { Attaches = true });
        try
        {
            var start = new ProcessStartInfo(
                StraceCommand.Find(),
                StraceCommand.Attach(feed.Path, Watchable(process)))
            {
                RedirectStandardError = true,
            };
            var guard = new OrphanGuard();
            guard.Mark(start);
            Process strace = System.Diagnostics.Process.Start(start)!;
            var tracer = new CallTracer(strace, guard, null, feed, null) { Process = process };
            Task<string?> words = strace.StandardError.ReadLineAsync();
            string? said = words.Wait(EndTime) ? words.Result : null;
            if (said?.Contains("attached", StringComparison.Ordinal) != true)
            {
                tracer._ended.SetResult();
                tracer.Dispose();
                throw new TraceException(
                    $"process {process}: {StraceCommand.Refusal(said ?? "")}");
            }

            tracer.Watch(seen, null);
            _ = strace.StandardError.ReadToEndAsync();
            return tracer;
        }
        catch (Win32Exception fault)
        {
            feed.Dispose();
            throw new TraceException($"strace doesn't start: {fault.Message}.");
        }
    }

    // Where it is the shell that we were started from, we are of its family: who is stopped at each
    // call to be told of it can't be the one who is told.
    static IReadOnlyList<int> Watchable(int process)
    {
        int own = Environment.ProcessId;
        if (process == own)
        {
            throw new TraceException($"process {own} is doorway itself: it can't watch itself.");
        }

        IReadOnlyList<int> family = ProcessFamily.Of(process);
        return family.Contains(own) ? [.. family.Except(ProcessFamily.Of(own))] : family;
    }

    /// <summary>Types at its keyboard.</summary>
    /// <returns>False where it has closed it, or doesn't read what was typed before.</returns>
    public bool Type(string text) => _keyboard?.Type(Encoding.UTF8.GetBytes(text)) == true;

    /// <summary>The end of its keyboard input (Ctrl-D).</summary>
    public void EndInput() => _keyboard?.End();

    /// <summary>Ends all processes that came of the program; lets go of one that was attached to.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        if (_tree is not null)
        {
            EndPrograms();
            _tree.EndAsync(TimeSpan.Zero).GetAwaiter().GetResult();
        }
        else if (!_process.HasExited)
        {
            _ = SendSignal(_process.Id, SigTerm);
            if (!_process.WaitForExit(EndTime))
            {
                _ = SendSignal(_process.Id, SigKill);
            }
        }

        _process.WaitForExit(EndTime);
        _keyboard?.Dispose();
        _feed?.Close();
        _feed?.Wait(EndTime);
        _feed?.Dispose();
        _outputs.ForEach(output => output.Wait(Grace));
        _ended.Task.Wait(EndTime);
        _outputs.ForEach(output => output.Dispose());
        _guard.Dispose();
        _process.Dispose();
    }

    // strace last, so that it tells how they end; it ends with them.
    void EndPrograms()
    {
        foreach (int signal in (int[])[SigTerm, SigKill])
        {
            foreach (ProcessStat member in _tree!.Members())
            {
                if (member.Id != _process.Id || _feed is null)
                {
                    _ = SendSignal(member.Id, signal);
                }
            }

            if (_process.WaitForExit(Grace))
            {
                return;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}

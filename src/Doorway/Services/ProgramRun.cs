using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Doorway.Services;

/// <summary>
/// One program on one connection, from its start until the last of its processes has ended.
/// </summary>
sealed class ProgramRun : IDisposable
{
    readonly ExecOptions _options;
    readonly Connection _connection;
    readonly Process _process;
    readonly ProcessTree _tree;
    readonly ProgramPipes _pipes;
    readonly long _started = Stopwatch.GetTimestamp();

    ProgramRun(ExecOptions options, Connection connection, Process process, ProcessTree tree)
    {
        _options = options;
        _connection = connection;
        _process = process;
        _tree = tree;
        _pipes = new ProgramPipes(
            connection, process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
    }

    /// <exception cref="ExecException">The program did not start.</exception>
    public static ProgramRun Start(string path, ExecOptions options, Connection connection)
    {
        var tree = new ProcessTree();
        var start = new ProcessStartInfo(path, options.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        ExecEnvironment.Set(start.Environment, connection);
        try
        {
            Process process = tree.Start(start);
            var run = new ProgramRun(options, connection, process, tree);
            run.Log(ExecEventKind.Started, $"{path} as process {run._process.Id}");
            return run;
        }
        catch (Win32Exception failure)
        {
            throw ProgramPath.StartFault(path, failure);
        }
    }

    /// <summary>
    /// Carries bytes both ways until the program, the peer, the deadline or the server ends it.
    /// </summary>
    public async Task HoldAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var feeding = new CancellationTokenSource();
        limit.CancelAfter(
            _options.Deadline == Limits.Never ? Timeout.InfiniteTimeSpan : _options.Deadline);
        Task input = _pipes.FeedAsync(feeding.Token);
        Task output = _pipes.DeliverAsync(limit.Token);
        Task exited = _process.WaitForExitAsync(CancellationToken.None);
        Task limited = Task.Delay(Timeout.InfiniteTimeSpan, limit.Token);
        Task first = await Task.WhenAny(exited, _connection.Closed, limited).ConfigureAwait(false);
        if (first == limited)
        {
            _connection.Abort();
        }

        string? reason = first == exited ? null
            : first != limited ? "the peer has gone"
            : cancellation.IsCancellationRequested ? "the server stops"
            : $"its {Seconds(_options.Deadline)} are over";
        await EndAsync(exited).ConfigureAwait(false);
        await feeding.CancelAsync().ConfigureAwait(false);
        _pipes.NobodyWrites();
        await input.ConfigureAwait(false);
        await output.ConfigureAwait(false);
        if (limit.IsCancellationRequested)
        {
            // The program had ended in time, but its peer did not read the rest.
            _connection.Abort();
        }

        await limit.CancelAsync().ConfigureAwait(false);
        Tell(reason);
    }

    async Task EndAsync(Task exited)
    {
        IReadOnlyList<int> left = await _tree.EndAsync(_options.Grace).ConfigureAwait(false);
        if (left.Count > 0)
        {
            Log(ExecEventKind.Fault, $"can't end the processes {string.Join(", ", left)}");
        }

        KillUnlessEnded();

        // Reaped by .NET: no zombie stays. A process that even SIGKILL does not end is not waited
        // for.
        await Task.WhenAny(exited, Task.Delay(_options.Grace)).ConfigureAwait(false);
    }

    // The tree has ended it already where it can see processes: on Linux.
    void KillUnlessEnded()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception ended) when (
            ended is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It was quicker, or some of its children were.
        }
    }

    void Tell(string? reason)
    {
        string time = Seconds(Stopwatch.GetElapsedTime(_started));
        if (reason is not null)
        {
            Log(ExecEventKind.Killed, $"process {_process.Id} after {time}: {reason}");
        }
        else
        {
            Log(
                ExecEventKind.Ended,
                $"process {_process.Id} after {time} with exit code {_process.ExitCode}");
        }
    }

    static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    void Log(ExecEventKind kind, string text) =>
        _options.Log?.Invoke(new ExecEvent(kind, _connection.Peer, text));

    public void Dispose()
    {
        _pipes.Dispose();
        _process.Dispose();
    }
}

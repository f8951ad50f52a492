using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Doorway.Tests.Command;

/// <summary>How a program is started, beyond its name and arguments.</summary>
sealed record ChildOptions
{
    /// <summary>Variables added to this process's own; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } =
        new Dictionary<string, string?>();

    public string? WorkingDirectory { get; init; }

    /// <summary>The limit on open files to run under, or null for this process's own.</summary>
    public int? OpenFiles { get; init; }
}

/// <summary>
/// A program under test or a peer of one: started with pipes on all three streams, what it prints
/// is kept, every wait has a deadline, and disposing it ends its whole process tree.
/// </summary>
partial class ChildProcess : IAsyncDisposable
{
    public const int SIGINT = 2, SIGKILL = 9, SIGTERM = 15;

    readonly Process _process;
    readonly string _name;

    protected ChildProcess(string program, IEnumerable<string> arguments, ChildOptions? options)
    {
        options ??= new ChildOptions();
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.WorkingDirectory ?? "",
        };
        string[] limited = options.OpenFiles is { } files
            ? ["prlimit", $"--nofile={files}:{files}", program]
            : [program];
        start.FileName = limited[0];
        foreach (string argument in limited.Skip(1).Concat(arguments))
            start.ArgumentList.Add(argument);
        foreach ((string name, string? value) in options.Environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }
        _name = string.Join(' ', start.ArgumentList.Prepend(start.FileName));
        _process = Process.Start(start)!;
        Output = new ChildOutput(_process.StandardOutput.BaseStream, Describe);
        Errors = new ChildOutput(_process.StandardError.BaseStream, Describe);
    }

    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, ChildOptions? options = null) =>
        new(program, arguments, options);

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What came on standard output so far.</summary>
    public ChildOutput Output { get; }

    /// <summary>What came on standard error so far.</summary>
    public ChildOutput Errors { get; }

    public Task WriteLineAsync(string line) => WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        Stream input = _process.StandardInput.BaseStream;
        await input.WriteAsync(bytes);
        await input.FlushAsync();
    }

    /// <summary>End of input, as Ctrl-D on a terminal.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    public void Signal(int number)
    {
        if (Kill(_process.Id, number) != 0)
            throw new InvalidOperationException($"kill {number} failed\n{Describe()}");
    }

    /// <summary>The exit code (128 + N after signal N), once all output has arrived.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? deadline = null)
    {
        using var timer = new CancellationTokenSource(deadline ?? Deadline.Default);
        try
        {
            await _process.WaitForExitAsync(timer.Token);
            await Output.Ended.WaitAsync(timer.Token);
            await Errors.Ended.WaitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"it did not end in time\n{Describe()}");
        }
        return _process.ExitCode;
    }

    /// <summary>Sends the input, ends it, returns what came out; fails unless it exits 0.</summary>
    public async Task<string> FilterAsync(string input, TimeSpan? deadline = null)
    {
        try
        {
            await WriteAsync(Encoding.UTF8.GetBytes(input));
            CloseInput();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code and its errors say why.
        }
        int code = await WaitForExitAsync(deadline);
        Assert.True(code == 0, $"exit code {code}\n{Describe()}");
        return Output.Text;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or AggregateException)
        {
            // It has ended already.
        }
        using var timer = new CancellationTokenSource(Deadline.Default);
        await _process.WaitForExitAsync(timer.Token);
        _process.Dispose();
    }

    string Describe() => $"""
        $ {_name}
        {(_process.HasExited ? $"exit code {_process.ExitCode}" : "still running")}
        --- stdout
        {Output.Text}
        --- stderr
        {Errors.Text}
        """;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

using System.Collections.Concurrent;
using Doorway.Tests.Command;

namespace Doorway.Tests.Repository;

/// <summary>The C programs of bench/net and bench/link, each compiled once, without a warning.</summary>
public sealed class BenchPrograms : IDisposable
{
    static readonly string Bench = Path.Combine(Programs.Repository, "bench", "net");

    readonly TemporaryFolder _folder = new();
    readonly ConcurrentDictionary<string, Lazy<Task<string>>> _programs = new();

    /// <summary>The path of the load generator.</summary>
    public Task<string> GeneratorAsync() =>
        CompiledAsync("load", Directory.GetFiles(Path.Combine(Bench, "load"), "*.c"));

    /// <summary>The path of the plain relay that a link is compared with.</summary>
    public Task<string> RelayAsync() => CompiledAsync(
        "relay", [Path.Combine(Programs.Repository, "bench", "link", "relay.c")]);

    /// <summary>The path of a server: epoll, recvmmsg, ...</summary>
    public Task<string> PeerAsync(string name) =>
        CompiledAsync(name, [Path.Combine(Bench, "peers", "c", $"{name}.c")]);

    public void Dispose() => _folder.Dispose();

    Task<string> CompiledAsync(string name, string[] sources) =>
        _programs.GetOrAdd(name, _ => new(() => CompileAsync(name, sources))).Value;

    async Task<string> CompileAsync(string name, string[] sources)
    {
        string program = _folder.File(name);
        await using var compiler = ChildProcess.Start("gcc", [
            "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-pthread", "-o", program,
            .. sources]);
        await compiler.FilterAsync("", Deadline.Build);
        return program;
    }
}

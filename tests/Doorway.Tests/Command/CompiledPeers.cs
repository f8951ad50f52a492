using System.Collections.Concurrent;

namespace Doorway.Tests.Command;

/// <summary>The C peers, each compiled once per run into a temporary folder.</summary>
static class CompiledPeers
{
    static readonly Lazy<TemporaryFolder> Folder = new(() =>
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    });

    static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Programs = new();

    /// <summary>The path of the program, as in FindAsync("tcp_client.c").</summary>
    public static Task<string> FindAsync(string source) =>
        Programs.GetOrAdd(source, s => new(() => CompileAsync(s))).Value;

    static async Task<string> CompileAsync(string source)
    {
        string program = Folder.Value.File(Path.GetFileNameWithoutExtension(source));
        await using var compiler = ChildProcess.Start("cc", [
            "-Wall", "-Wextra", "-Werror", "-o", program,
            Path.Combine(Command.Programs.Peers, source)]);
        await compiler.FilterAsync("", Deadline.Build);
        return program;
    }
}

using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Doorway.Tests.Command;

namespace Doorway.Tests.Check;

/// <summary>
/// How the programs of tests/peers are started; what needs a compiler is compiled once per run,
/// into a temporary folder.
/// </summary>
static partial class MutantBuilds
{
    static readonly Lazy<TemporaryFolder> Folder = new(() =>
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();

        // The programs are run by another user.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                folder.Path, File.GetUnixFileMode(folder.Path)
                    | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }

        return folder;
    });

    // A JVM that starts with half the work, for those that are started most; the right programs
    // have it as it comes.
    static readonly string[] SmallJava = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];

    static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Built = new();

    /// <summary>The command of a program, as in CommandAsync("bad/first_line_only.py").</summary>
    public static async Task<IReadOnlyList<string>> CommandAsync(string name)
    {
        string path = Path.Combine(Programs.Peers, name);
        string bare = Path.GetFileNameWithoutExtension(name);
        switch (Path.GetExtension(name))
        {
            case ".py":
                return [Programs.Python, path];
            case ".js":
                return [Programs.Find("node"), path];
            case ".java":
                return
                [
                    Programs.Find("java"), .. name.StartsWith("bad/") ? SmallJava : [],
                    "-cp", await BuiltAsync(name, JavaAsync), MainOf(path),
                ];
            case ".c":
                return [await BuiltAsync(name, CompileAsync)];
            case ".go":
                return [await BuiltAsync(name, GoAsync)];
            case ".rs":
                return [await BuiltAsync(name, RustAsync)];
            case ".cs":
                string project = Path.GetDirectoryName(name)!;
                return [Programs.Find("dotnet"), await BuiltAsync(project, ProjectAsync), bare];
            default:
                throw new NotSupportedException($"no way to run {name}");
        }
    }

    // The class with the main method; often, but not always, called as the file.
    static string MainOf(string path)
    {
        string source = File.ReadAllText(path);
        int main = source.IndexOf("void main(", StringComparison.Ordinal);
        return ClassName().Matches(source[..main])[^1].Groups[1].Value;
    }

    static Task<string> BuiltAsync(string name, Func<string, string, Task<string>> build) =>
        Built.GetOrAdd(name, key => new(() =>
            build(Path.Combine(Programs.Peers, key), Folder.Value.File(key.Replace('/', '-')))))
        .Value;

    static async Task<string> CompileAsync(string source, string program)
    {
        await RunAsync("cc", ["-Wall", "-pthread", "-o", program, source]);
        return program;
    }

    static async Task<string> JavaAsync(string source, string folder)
    {
        await RunAsync("javac", [.. SmallJava.Select(one => $"-J{one}"), "-d", folder, source]);
        return folder;
    }

    static async Task<string> GoAsync(string source, string program)
    {
        await RunAsync("go", ["build", "-o", program, source]);
        return program;
    }

    static async Task<string> RustAsync(string source, string program)
    {
        await RunAsync("rustc", ["-O", "-o", program, source]);
        return program;
    }

    // Neither its own folder nor a build server keeps anything of it.
    static async Task<string> ProjectAsync(string project, string folder)
    {
        string file = Directory.GetFiles(project, "*.csproj").Single();
        await RunAsync("dotnet", [
            "build", file, "-c", "Release", "-v", "q", "--artifacts-path", folder,
            "-p:RestorePackagesWithLockFile=false", "-p:UseSharedCompilation=false",
            "-nodeReuse:false"]);
        string name = Path.GetFileNameWithoutExtension(file) + ".dll";
        return Directory.GetFiles(
            Path.Combine(folder, "bin"), name, SearchOption.AllDirectories).Single();
    }

    static async Task RunAsync(string compiler, IReadOnlyList<string> arguments)
    {
        if (Programs.TryFind(compiler) is not { } found)
        {
            Assert.Skip($"{compiler} is not installed");
            return;
        }

        await using var build = ChildProcess.Start(found, arguments);
        await build.FilterAsync("", Deadline.Build);
    }

    [GeneratedRegex(@"\bclass\s+(\w+)")]
    private static partial Regex ClassName();
}

using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace Doorway.Tests.Command;

/// <summary>The script at the root: builds on first use, then becomes the program.</summary>
[SupportedOSPlatform("linux")]
public sealed class LauncherTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--version", "a b", "it's \"quoted\"", "two\nlines", "", "*", "$HOME", @"\n")]
    public async Task Arguments_reach_the_program_unchanged(params string[] arguments)
    {
        string launcher = FakeBuild("""for a; do printf '%s\0' "$a"; done""");
        await using var run = ChildProcess.Start(launcher, arguments);
        string output = await run.FilterAsync("");
        Assert.Equal(arguments, output.Split('\0')[..^1]);
    }

    [Fact]
    public async Task Input_and_exit_code_are_the_programs()
    {
        string launcher = FakeBuild("cat; exit 42");
        await using var run = ChildProcess.Start(launcher, []);
        await run.WriteLineAsync("hello");
        run.CloseInput();
        Assert.Equal(42, await run.WaitForExitAsync());
        Assert.Equal("hello\n", run.Output.Text);
        Assert.Equal("", run.Errors.Text);
    }

    [Fact]
    public async Task A_signal_reaches_the_program()
    {
        string launcher = FakeBuild("""
            trap 'echo drained; exit 7' TERM
            echo up
            while :; do sleep 0.05; done
            """);
        await using var run = ChildProcess.Start(launcher, []);
        await run.Output.WaitForAsync("^up$");
        run.Signal(ChildProcess.SIGTERM);
        Assert.Equal(7, await run.WaitForExitAsync());
        Assert.Equal(["up", "drained"], run.Output.Lines);
    }

    [Fact]
    public async Task It_works_through_links_from_another_folder()
    {
        string launcher = FakeBuild("""echo "from $PWD with $1" """);
        string bin = Directory.CreateDirectory(_folder.File("bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(bin, "absolute"), launcher);
        File.CreateSymbolicLink(Path.Combine(bin, "dw"), "absolute");
        var options = new ChildOptions { WorkingDirectory = "/" };
        await using var run = ChildProcess.Start(Path.Combine(bin, "dw"), ["it"], options);
        Assert.Equal("from / with it\n", await run.FilterAsync(""));
    }

    [Fact]
    public async Task Once_built_a_start_is_no_process_but_the_program()
    {
        string launcher = FakeBuild("echo started");
        string trace = _folder.File("trace");
        await using var run = ChildProcess.Start(
            "strace", ["-f", "-e", "trace=process", "-o", trace, launcher]);
        Assert.Equal("started\n", await run.FilterAsync(""));
        string calls = File.ReadAllText(trace);
        Assert.Equal(2, Regex.Count(calls, @"\bexecve\(")); // the script itself and the program
        Assert.DoesNotMatch(@"\b(v?fork|clone3?)\(", calls);
    }

    [Fact]
    public async Task Without_dotnet_one_line_says_what_to_install()
    {
        await using var run = ChildProcess.Start(Checkout(), [], OnlyFake(null));
        Assert.Equal(1, await run.WaitForExitAsync());
        Assert.Equal(
            "doorway: needs the .NET SDK 10 or later; `dotnet` was not found. " +
            "Install the package dotnet-sdk-10.0 or see https://dot.net\n", run.Errors.Text);
        Assert.Equal("", run.Output.Text);
    }

    [Theory]
    [InlineData("echo 8.0.100", "`dotnet` is 8.0.100.")]
    [InlineData("exit 145", "`dotnet` is here, but without an SDK.")]
    [InlineData("echo hello", "`dotnet --version` says \"hello\".")]
    public async Task A_dotnet_that_will_not_do_is_named(string dotnet, string reason)
    {
        await using var run = ChildProcess.Start(Checkout(), [], OnlyFake(dotnet));
        Assert.Equal(1, await run.WaitForExitAsync());
        Assert.Equal(
            $"doorway: needs the .NET SDK 10 or later; {reason} " +
            "Install the package dotnet-sdk-10.0 or see https://dot.net\n", run.Errors.Text);
    }

    [Fact]
    public async Task A_build_that_fails_leaves_the_last_one_in_use()
    {
        string launcher = FakeBuild("echo still here");
        var options = OnlyFake("""
            [ "$1" != --version ] || { echo 10.0.100; exit; }
            echo 'x.cs: error CS1'
            exit 1
            """);
        var again = options with
        {
            Environment = new Dictionary<string, string?>(options.Environment)
            {
                ["DOORWAY_BUILD"] = "1",
            },
        };
        await using var failing = ChildProcess.Start(launcher, [], again);
        Assert.Equal(1, await failing.WaitForExitAsync());
        Assert.Contains("doorway: the build failed:\nx.cs: error CS1\n", failing.Errors.Text);
        await using var run = ChildProcess.Start(launcher, []);
        Assert.Equal("still here\n", await run.FilterAsync(""));
    }

    [Fact]
    public async Task A_checkout_that_has_moved_is_built_again()
    {
        string launcher = FakeBuild("echo old");
        string moves = Path.Combine(Path.GetDirectoryName(launcher)!, ".git", "logs", "HEAD");
        Directory.CreateDirectory(Path.GetDirectoryName(moves)!);
        File.WriteAllText(moves, "");
        File.SetLastWriteTimeUtc(moves, DateTime.UtcNow.AddMinutes(-1));
        await using var before = ChildProcess.Start(launcher, []);
        Assert.Equal("old\n", await before.FilterAsync(""));

        File.SetLastWriteTimeUtc(moves, DateTime.UtcNow.AddSeconds(1));
        await using var after = ChildProcess.Start(launcher, [], OnlyFake(FakeSdk));
        Assert.Equal("new\n", await after.FilterAsync(""));
        await using var third = ChildProcess.Start(launcher, [], OnlyFake(null));
        Assert.Equal("new\n", await third.FilterAsync(""));
    }

    [Fact]
    public async Task A_shell_that_completes_a_word_waits_for_no_build()
    {
        string fresh = Checkout();
        await using var nothing = ChildProcess.Start(
            fresh, ["[suggest]", "se"], OnlyFake(FakeSdk));
        Assert.Equal("", await nothing.FilterAsync(""));
        Assert.Empty(nothing.Errors.Text);
        Assert.False(Directory.Exists(Path.Combine(Path.GetDirectoryName(fresh)!, "out")));
    }

    [Fact]
    public async Task A_shell_that_completes_a_word_is_answered_by_the_build_there_is()
    {
        string moved = FakeBuild("echo old");
        string moves = Path.Combine(Path.GetDirectoryName(moved)!, ".git", "logs", "HEAD");
        Directory.CreateDirectory(Path.GetDirectoryName(moves)!);
        File.WriteAllText(moves, "");
        File.SetLastWriteTimeUtc(moves, DateTime.UtcNow.AddSeconds(1));
        await using var old = ChildProcess.Start(
            moved, ["[suggest]", "se"], OnlyFake(FakeSdk));
        Assert.Equal("old\n", await old.FilterAsync(""));
    }

    [Fact]
    public async Task Two_first_starts_at_once_both_run_one_build()
    {
        string launcher = Checkout();
        await using var one = ChildProcess.Start(launcher, [], OnlyFake(FakeSdk));
        await using var two = ChildProcess.Start(launcher, [], OnlyFake(FakeSdk));
        Assert.Equal("new\n", await one.FilterAsync(""));
        Assert.Equal("new\n", await two.FilterAsync(""));
        string[] notices = [.. one.Errors.Lines, .. two.Errors.Lines];
        Assert.Single(notices, line => line.Contains("first use only"));
    }

    [Fact]
    public async Task A_lock_whose_owner_has_died_does_not_hold_up_a_start()
    {
        string launcher = Checkout();
        string @lock = Path.Combine(Path.GetDirectoryName(launcher)!, "out", "lock");
        Directory.CreateDirectory(@lock);
        await using (var dead = ChildProcess.Start("true", []))
        {
            await dead.WaitForExitAsync();
            File.WriteAllText(Path.Combine(@lock, "pid"), $"{dead.Id}\n");
        }
        await using var run = ChildProcess.Start(launcher, [], OnlyFake(FakeSdk));
        Assert.Equal("new\n", await run.FilterAsync(""));
    }

    [Fact]
    public async Task A_fresh_clone_in_a_folder_with_spaces_builds_and_runs()
    {
        string launcher = Checkout();
        var options = new ChildOptions
        {
            Environment = new Dictionary<string, string?>
            {
                ["CI"] = "true", // locked restore
                ["DOTNET_ROOT"] = null,
            },
        };
        await using var run = ChildProcess.Start(launcher, ["--version"], options);
        run.CloseInput();
        Assert.Equal(0, await run.WaitForExitAsync(Deadline.Build));
        Assert.Equal("doorway: building, first use only ...\n", run.Errors.Text);
        string root = Path.GetDirectoryName(launcher)!;
        string[] left = Directory.GetFileSystemEntries(Path.Combine(root, "out"));
        Assert.Equal(3, left.Length); // the build, its log, and the file that names it
    }

    /// <summary>Publishes a program that says "new", a second after it was asked to.</summary>
    const string FakeSdk = """
        case $1 in
            --version) echo 10.0.100 ;;
            --list-runtimes)
                echo "Microsoft.NETCore.App 10.0.0 [${0%/*}/shared/Microsoft.NETCore.App]" ;;
            publish)
                while [ "$1" != -o ]; do shift; done
                sleep 1; mkdir -p "$2"; printf '#!/bin/sh\necho new\n' >"$2/Doorway.Cli"
                chmod +x "$2/Doorway.Cli" ;;
        esac
        """;

    /// <summary>What the launcher builds from, without git, in a folder with spaces.</summary>
    string Checkout()
    {
        string root = Directory.CreateDirectory(_folder.File("a fresh clone")).FullName;
        foreach (string file in Directory.GetFiles(Programs.Repository))
            File.Copy(file, Path.Combine(root, Path.GetFileName(file)));
        string source = Path.Combine(Programs.Repository, "src");
        foreach (string file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            if (Regex.IsMatch(file, "/(bin|obj)/"))
                continue;
            string copy = Path.Combine(root, Path.GetRelativePath(Programs.Repository, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return Path.Combine(root, "doorway");
    }

    /// <summary>A checkout that seems to be built: its program is this shell script.</summary>
    string FakeBuild(string script)
    {
        string launcher = Checkout();
        string build = Path.Combine(Path.GetDirectoryName(launcher)!, "out", "build.1.1");
        Directory.CreateDirectory(build);
        Script(Path.Combine(build, "Doorway.Cli"), script);
        string dotnet = Path.GetDirectoryName(DoorwayProcess.Dotnet)!;
        File.WriteAllText(Path.Combine(build, "..", "current"), $"build.1.1\n{dotnet}\n");
        return launcher;
    }

    /// <summary>A PATH without a dotnet, or with a fake one, and the tools a shell needs.</summary>
    ChildOptions OnlyFake(string? dotnet)
    {
        string bin = Directory.CreateDirectory(_folder.File("fake bin")).FullName;
        string[] tools = ["sh", "cat", "chmod", "date", "grep", "head", "mkdir", "mv", "readlink",
            "rm", "sed", "sleep", "sort", "tail", "touch", "uname"];
        foreach (string tool in tools.Where(tool => !File.Exists(Path.Combine(bin, tool))))
            File.CreateSymbolicLink(Path.Combine(bin, tool), Programs.Find(tool));
        if (dotnet is not null && !File.Exists(Path.Combine(bin, "dotnet")))
            Script(Path.Combine(bin, "dotnet"), dotnet);
        return new ChildOptions
        {
            Environment = new Dictionary<string, string?> { ["PATH"] = bin },
        };
    }

    static void Script(string path, string text)
    {
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
    }
}

using System.Runtime.Versioning;

namespace Doorway.Tests.Command;

/// <summary>The shells themselves complete the command's words, by the scripts that ship with it.</summary>
[SupportedOSPlatform("linux")]
public sealed class CompletionTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    /// <summary>What is typed, and what each shell must offer for the last word.</summary>
    public static TheoryData<string, string> Lines => new()
    {
        { "doorway ", "bench check connect link serve watch" },
        { "doorway con", "connect" },
        { "doorway serve --mo", "--mode" },
        { "doorway serve --mode ", "concurrent iterative process" },
        { "doorway  serve  --service  e", "echo" },
        { "doorway connect t", "tcp://" },
        { "doorway link --preset ", "3g lossy satellite textbook wifi" },
        { "doorway link --loss to-c", "to-client:" },
        { "doorway connect unix:FOLDER/s/", "unix:FOLDER/s/one unix:FOLDER/s/two" },
        { "doorway serve unixgram:FOLDER/s/o", "unixgram:FOLDER/s/one" },
    };

    public CompletionTests()
    {
        Directory.CreateDirectory(_folder.File("s"));
        File.WriteAllText(_folder.File("s/one"), "");
        File.WriteAllText(_folder.File("s/two"), "");
        string bin = Directory.CreateDirectory(_folder.File("bin")).FullName;
        string doorway = Path.Combine(bin, "doorway");
        File.WriteAllText(doorway, $"#!/bin/sh\nexec {DoorwayProcess.InShell} \"$@\"\n");
        File.SetUnixFileMode(doorway, File.GetUnixFileMode(doorway) | UnixFileMode.UserExecute);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task In_bash(string typed, string words)
    {
        // What readline replaces is what stands after the last ':' or '='.
        string line = Here(typed);
        string kept = line[(line.LastIndexOf(' ') + 1)..];
        kept = kept[..(kept.LastIndexOfAny([':', '=']) + 1)];
        Assert.Equal(
            Sorted(words, kept.Length),
            Lined(await RunBashAsync(line, "printf '%s\\n' \"${COMPREPLY[@]}\"")));
    }

    [Theory]
    [InlineData("doorway connect --color=n", "never")]
    [InlineData("doorway serve --text FOLDER/s/o", "")]
    [InlineData("doorway connect tcp:", "//")]
    public async Task In_bash_after_a_colon_or_an_equals_sign(string typed, string words) =>
        Assert.Equal(
            Sorted(words, 0),
            Lined(await RunBashAsync(Here(typed), "printf '%s\\n' \"${COMPREPLY[@]}\"")));

    [Fact]
    public async Task In_bash_a_word_that_goes_on_gets_no_blank_and_a_socket_file_is_a_file()
    {
        Assert.Contains("nospace", await RunBashAsync("doorway connect t", ":"));
        Assert.Contains("filenames", await RunBashAsync(Here("doorway connect unix:FOLDER/s/"), ":"));
        Assert.Equal("", await RunBashAsync("doorway serve --mo", ":"));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    [InlineData("doorway connect --color=n", "--color=never")]
    [InlineData("doorway serve --text FOLDER/s/o", "FOLDER/s/one")]
    public async Task In_fish(string typed, string words)
    {
        Require("fish");
        string offered = await RunAsync(
            "fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]",
            Script("doorway.fish"), Here(typed));
        Assert.Equal(
            Sorted(words, 0), Lined(offered).Select(line => line.Split('\t')[0]).Order());
    }

    [Theory]
    [InlineData("doorway serve --mode=p", "doorway serve --mode=process")]
    [InlineData("doorway con", "doorway connect")]
    [InlineData("doorway connect t", "doorway connect tcp://")]
    [InlineData("doorway connect unix:FOLDER/s/o", "doorway connect unix:FOLDER/s/one")]
    [InlineData("doorway serve --text FOLDER/s/o", "doorway serve --text FOLDER/s/one")]
    public async Task In_zsh(string typed, string completed)
    {
        Require("zsh");
        string bin = _folder.File("bin");
        await using ChildProcess zsh = PseudoTerminal.StartProgram(
            "/usr/bin/env", "TERM=dumb", "COLUMNS=500", Programs.Find("zsh"), "-f", "-i");
        await zsh.TypeAsync(
            $"stty cols 500; path=('{bin}' $path) fpath=('{Script("")}' $fpath); "
            + "autoload -U compinit; compinit -u -D; PS1='rea''dy> '\n");
        await zsh.Output.WaitForAsync("ready> ");
        await zsh.TypeAsync($"{Here(typed)}\t");
        await zsh.Output.WaitForAsync(System.Text.RegularExpressions.Regex.Escape(Here(completed)));
    }

    [Theory]
    [InlineData("doorway serve --mo", "--mode")]
    [InlineData("doorway serve --mode ", "concurrent iterative process")]
    [InlineData("doorway connect t", "tcp://")]
    public async Task In_PowerShell(string typed, string words)
    {
        Require("pwsh");
        string offered = await RunAsync(
            "pwsh", "-NoProfile", "-NonInteractive", "-Command",
            $". '{Script("doorway.ps1")}'; "
            + $"(TabExpansion2 '{typed}' {typed.Length}).CompletionMatches.CompletionText");
        Assert.Equal(Sorted(words, 0), Lined(offered));
    }

    // Completes the line in a bash of its own; prints the options that compopt was given, then
    // what the last command prints.
    Task<string> RunBashAsync(string line, string last) => RunAsync(
        Programs.Find("bash"), "--norc", "-c", """
            . "$1"
            compopt() { [ "$1" = -o ] && echo "$2" >&3; }
            [ "$3" = : ] && exec 3>&1 || exec 3>/dev/null
            COMP_LINE=$2 COMP_POINT=${#2}
            _doorway doorway "" ""
            eval "$3"
            """, "bash", Script("doorway.bash"), line, last);

    async Task<string> RunAsync(string program, params string[] arguments)
    {
        var options = new ChildOptions
        {
            WorkingDirectory = _folder.Path,
            Environment = new Dictionary<string, string?>
            {
                ["PATH"] = $"{_folder.File("bin")}:{Environment.GetEnvironmentVariable("PATH")}",
            },
        };
        await using var shell = ChildProcess.Start(Programs.Find(program), arguments, options);
        string output = await shell.FilterAsync("");
        Assert.Empty(shell.Errors.Text);
        return output;
    }

    string Here(string text) => text.Replace("FOLDER", _folder.Path);

    string[] Sorted(string words, int cut) =>
        [.. Here(words).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word[cut..]).Order()];

    static string[] Lined(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order()];

    static string Script(string name) =>
        Path.Combine(Programs.Repository, "share", "completions", name);

    static void Require(string shell) =>
        Assert.SkipWhen(Programs.TryFind(shell) is null, $"{shell} is not installed");

    public void Dispose() => _folder.Dispose();
}

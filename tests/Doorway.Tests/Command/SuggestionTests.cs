using System.CommandLine;
using Doorway.Cli.Commands;

namespace Doorway.Tests.Command;

/// <summary>What the command suggests to a shell that completes words.</summary>
public sealed class SuggestionTests
{
    /// <summary>An unfinished line, and the words that may stand at its end.</summary>
    public static TheoryData<string, string> Lines => new()
    {
        { "", "bench check connect link serve watch" },
        { "s", "serve" },
        { "e", "" },
        { "-", "--calls --color --engine --help --json --json-stream --port --quiet --timeout "
            + "--verbose --version -h -q -v" },
        { "serve", "serve" },
        { "serve --mo", "--mode" },
        { "serve --mode", "--mode" },
        { "serve --mode process", "process" },
        { "serve --m", "--max-connections --max-per-source --max-unsent --mode" },
        { "serve --mode ", "concurrent iterative process" },
        { "serve --mode i", "iterative" },
        { "serve --mode=i", "--mode=iterative" },
        { "serve --mode=", "--mode=concurrent --mode=iterative --mode=process" },
        { "serve --service ", "chat echo greet upper" },
        { "serve --engine=p", "--engine=portable" },
        { "serve --color n", "never" },
        { "serve --idle ", "" },
        { "serve ", "tcp:// udp:// unix: unixgram:" },
        { "serve -v ", "tcp:// udp:// unix: unixgram:" },
        { "link --preset ", "3g lossy satellite textbook wifi" },
        { "link --preset=t", "--preset=textbook" },
        { "link --loss ", "both: off to-client: to-server:" },
        { "link --lo", "--loss" },
        { "link udp://:1 u", "udp:// unix: unixgram:" },
        { "connect -v --crlf u", "udp:// unix: unixgram:" },
        { "connect unix:/tmp/", "" },
        { "connect tcp://localhost:1 --no", "--no-newline" },
        { "connect -4 --ipv", "--ipv6" },
        { "bench --expect ", "echo none upper" },
        { "bench -n 5 u", "udp:// unix: unixgram:" },
        { "check ", "batch client explain server" },
        { "check server --profile ", "echo greeting line loop textbook two-way" },
        { "check server t", "tcp://" },
        { "watch --o", "--open --own-network" },
        { "watch --color n", "never" },
        { "check explain tcp/stream/split-w", "tcp/stream/split-write" },
        { "check client --only tcp/stream/split-w", "tcp/stream/split-write" },
        { "check batch submissions c", "client" },
        { "serve --run 'tr a-z A-Z' --mod", "--mode" },
        { "serve --text \"two words\" --serv", "--service" },
        { "serve @file --mod", "--mode" },
        { "serve straße --mod", "--mode" },
        { "nosuch --mod", "" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_is_continued_with_what_may_follow(string line, string words) =>
        Assert.Equal(
            words.Split(' ', StringSplitOptions.RemoveEmptyEntries), Suggest("[suggest]", line));

    [Theory]
    [InlineData("[suggest:10]", "--mode")]
    [InlineData("[suggest:14]", "process")]
    [InlineData("[suggest:99]", "process")]
    [InlineData("[suggest:x]", "process")]
    public void What_stands_after_the_cursor_does_not_count(string directive, string word) =>
        Assert.Equal([word], Suggest(directive, "serve --mode p"));

    [Fact]
    public void Every_option_of_every_verb_is_suggested()
    {
        var root = new DoorwayCommand();
        RequireAll(root, "");
    }

    static void RequireAll(System.CommandLine.Command command, string verb)
    {
        Assert.Equal(
            command.Options.Select(option => option.Name).Order(StringComparer.Ordinal),
            Suggest("[suggest]", $"{verb}--").Order(StringComparer.Ordinal));
        foreach (System.CommandLine.Command next in command.Subcommands)
        {
            RequireAll(next, $"{verb}{next.Name} ");
        }
    }

    [Fact]
    public async Task The_command_prints_them_a_line_each()
    {
        await using var doorway = DoorwayProcess.Start("[suggest]", "serve --service ");
        Assert.Equal("chat\necho\ngreet\nupper\n", await doorway.FilterAsync(""));
        Assert.Empty(doorway.Errors.Text);
    }

    [Fact]
    public async Task Without_standard_output_nothing_is_said()
    {
        await using var shell = ChildProcess.Start(
            "/bin/sh", ["-c", $"{DoorwayProcess.InShell} '[suggest]' 'serve --mo' >&-"]);
        shell.CloseInput();
        Assert.Equal(141, await shell.WaitForExitAsync());
        Assert.Empty(shell.Errors.Text);
    }

    static string[] Suggest(string directive, string line) =>
        Suggestions.For(
            [directive, line], new DoorwayCommand(),
            new ParserConfiguration { ResponseFileTokenReplacer = null })!
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

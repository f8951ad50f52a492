using System.Globalization;
using System.Text.RegularExpressions;
using Doorway.Cli;
using Doorway.Cli.Commands;
using Doorway.Tests.Command;

namespace Doorway.Tests.Documents;

/// <summary>The manual page says what the command has, all of it and no more.</summary>
public sealed class ManualTests
{
    const string Shared = "Of every verb, and of the lab";
    const string Engine = "Of all but check and watch";
    const string Checks = "Of check server, client and batch";
    const string Calls = "Of the lab, serve and connect";

    static readonly string Page = Path.Combine(
        Programs.Repository, "share", "man", "doorway.1");

    [Theory]
    [InlineData("doorway", Engine, Calls, "Of the lab")]
    [InlineData("doorway serve", Engine, Calls, "Of serve")]
    [InlineData("doorway connect", Engine, Calls, "Of connect")]
    [InlineData("doorway link", Engine, "Of link")]
    [InlineData("doorway bench", Engine, "Of bench")]
    [InlineData("doorway watch", "Of watch")]
    [InlineData("doorway check", "Of check")]
    [InlineData("doorway check server", Checks, "Of check server and client")]
    [InlineData("doorway check client", Checks, "Of check server and client")]
    [InlineData("doorway check batch", Checks, "Of check batch")]
    public void Every_option_of_the_command_is_in_the_manual_and_no_other(
        string name, params string[] sections)
    {
        System.CommandLine.Command command = name.Split(' ').Skip(1).Aggregate(
            (System.CommandLine.Command)new DoorwayCommand(),
            (above, word) => above.Subcommands.Single(verb => verb.Name == word));
        string[] options = [.. command.Options
            .SelectMany(option => option.Aliases.Prepend(option.Name))
            .Where(option => option[0] == '-')
            .Order(StringComparer.Ordinal)];
        Assert.Equal(
            options,
            sections.Prepend(Shared).SelectMany(OptionsOf).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_word_that_an_option_takes_is_in_the_manual()
    {
        var root = new DoorwayCommand();
        string page = File.ReadAllText(Page);
        string[] words = [.. AllOf(root).SelectMany(verb => verb.Options)
            .Where(option => option.ValueType == typeof(string))
            .SelectMany(option => option.GetCompletions(
                System.CommandLine.Completions.CompletionContext.Empty))
            .Select(item => item.Label).Distinct()];
        Assert.Contains("iterative", words);
        Assert.All(words, word => Assert.Matches($@"\b{word}\b", page));
    }

    [Fact]
    public void Every_verb_is_in_the_manual() =>
        Assert.Equal(
            new DoorwayCommand().Subcommands.Select(verb => verb.Name),
            Items("Sh DESCRIPTION").Where(item => item.StartsWith("Cm ")).Select(item => item[3..]));

    [Fact]
    public void Every_exit_code_is_in_the_manual() =>
        Assert.Equal(
            typeof(ExitCode).GetFields().Select(code => (int)code.GetRawConstantValue()!).Order(),
            Items("Sh EXIT STATUS").Select(code => int.Parse(code, CultureInfo.InvariantCulture)));

    [Fact]
    public void Every_fixed_word_of_a_failure_is_in_the_manual() =>
        Assert.Equal(
            Failure.Words.Order(), Items("Sh DIAGNOSTICS").Select(item => item[3..]).Order());

    [Fact]
    public async Task The_manual_is_written_as_mdoc_wants_it()
    {
        await using var lint = ChildProcess.Start(
            Programs.Find("mandoc"), ["-T", "lint", "-W", "style", Page]);
        lint.CloseInput();
        await lint.WaitForExitAsync();
        // That the pages it refers to are not installed here is no fault of the page.
        Assert.DoesNotContain(lint.Output.Lines, line => !line.Contains("mandoc.db"));
        await using var text = ChildProcess.Start(
            Programs.Find("mandoc"), ["-T", "ascii", Page]);
        Assert.Contains("SYNOPSIS", Regex.Replace(await text.FilterAsync(""), ".\b", ""));
    }

    static IEnumerable<System.CommandLine.Command> AllOf(System.CommandLine.Command command) =>
        command.Subcommands.SelectMany(AllOf).Prepend(command);

    static IEnumerable<string> OptionsOf(string section) =>
        Items($"Ss {section}").SelectMany(item => Regex.Matches(item, @"Fl (\\&)?(\S+)"))
            .Select(option => $"-{option.Groups[2].Value}");

    // The tags of the list in a section.
    static IEnumerable<string> Items(string section) =>
        File.ReadLines(Page)
            .SkipWhile(line => line != $".{section}").Skip(1)
            .TakeWhile(line => !line.StartsWith(".Sh ") && !line.StartsWith(".Ss "))
            .Where(line => line.StartsWith(".It "))
            .Select(line => line[4..]);
}

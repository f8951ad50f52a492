using System.Text.RegularExpressions;
using Doorway.Tests.Command;

namespace Doorway.Tests.Documents;

/// <summary>Every example of every document is run as printed, and prints what is printed there.</summary>
[Collection("lab ports")]
public sealed partial class ExamplesTests
{
    public static TheoryData<string> Documents =>
    [
        "README.md",
        .. Directory.GetFiles(Path.Combine(Programs.Repository, "docs"), "*.md")
            .Select(path => Path.GetRelativePath(Programs.Repository, path)).Order(),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Every_example_prints_what_its_document_says(string document)
    {
        await BuildAsync();
        IReadOnlyList<Example> examples = Example.In(Path.Combine(Programs.Repository, document));
        Assert.NotEmpty(examples);
        ChildProcess? server = null;
        try
        {
            foreach (Example example in examples)
            {
                if (example.IsServer)
                {
                    await StopAsync(server);
                    server = await StartServerAsync(document, example);
                }
                else
                {
                    await RunAsync(document, example);
                }
            }
        }
        finally
        {
            await StopAsync(server);
        }
    }

    // The launcher's own build, of this very tree.
    static async Task BuildAsync()
    {
        await using ChildProcess build = Bash("DOORWAY_BUILD=${DOORWAY_BUILT-1} ./doorway --version");
        Assert.Equal(0, await build.WaitForExitAsync(Deadline.Build));
        Environment.SetEnvironmentVariable("DOORWAY_BUILT", "");
    }

    static ChildProcess Bash(string commands) => ChildProcess.Start(
        "/bin/bash", ["-c", commands],
        new ChildOptions { WorkingDirectory = Programs.Repository });

    static async Task<ChildProcess> StartServerAsync(string document, Example example)
    {
        ChildProcess server = Bash($"exec {example.Commands} 2>&1");
        foreach (string line in example.Expected)
        {
            try
            {
                await server.Output.WaitForAsync("(?m)^" + Regex.Escape(line) + "$");
            }
            catch (TimeoutException failure)
            {
                await server.DisposeAsync();
                Assert.Fail($"{document}:{example.Line}: {failure.Message}");
            }
        }

        return server;
    }

    static async Task StopAsync(ChildProcess? server)
    {
        if (server is not null)
        {
            server.Signal(ChildProcess.SIGTERM);
            await server.WaitForExitAsync();
            await server.DisposeAsync();
        }
    }

    static async Task RunAsync(string document, Example example)
    {
        await using ChildProcess shell = Bash($"exec 2>&1\n{example.Commands}");
        shell.CloseInput();
        await shell.WaitForExitAsync();
        await shell.Output.Ended;
        Func<string, string> steady = example.IsMeasured ? WithoutFigures : Steady;
        string expected = steady(string.Join('\n', example.Expected));
        string actual = steady(shell.Output.Text.TrimEnd('\n'));
        Assert.True(
            expected == actual,
            $"{document}:{example.Line}: {example.Commands}\n--- printed there\n{expected}\n--- printed now\n{actual}");
    }

    // What differs from run to run: ports that the kernel chose, process ids, times.
    static string Steady(string text)
    {
        text = ChosenPort().Replace(text, ":PORT");
        text = ProcessId().Replace(text, "pid N");
        text = TimeOfDay().Replace(text, "TIME");
        text = Seconds().Replace(text, "N s");
        return string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()));
    }

    // Numbers with their units, and the room that a column takes for them; whether a generator was the limit
    // is up to what else this machine does.
    static string WithoutFigures(string text) =>
        Room().Replace(Figure().Replace(Generator().Replace(Steady(text), "generator"), "N"), " ");

    [GeneratedRegex("(?m)^generator .*$")]
    private static partial Regex Generator();

    [GeneratedRegex(@"<?\b\d[\d,]*(\.\d+)?( (ns|µs|ms|s|[kMG]?B)\b| %)?")]
    private static partial Regex Figure();

    [GeneratedRegex(@"[ -]{2,}|-")]
    private static partial Regex Room();

    [GeneratedRegex(@":(3[2-9]\d{3}|[45]\d{4}|6[0-5]\d{3})\b")]
    private static partial Regex ChosenPort();

    [GeneratedRegex(@"pid \d+")]
    private static partial Regex ProcessId();

    [GeneratedRegex(@"\d\d:\d\d:\d\d\.\d{6}")]
    private static partial Regex TimeOfDay();

    [GeneratedRegex(@"\d+\.\d s\b")]
    private static partial Regex Seconds();
}

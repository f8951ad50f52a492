using System.Text.Json;

namespace Doorway.Tests.Command;

/// <summary>What the lab prints with --json, --json-stream and -q.</summary>
public sealed class LabOptionTests
{
    [Fact]
    public async Task With_JSON_it_prints_one_document_and_nothing_else()
    {
        await using var lab = DoorwayProcess.Start("--port", "0", "--timeout", "20s", "--json");
        using JsonDocument report = JsonDocument.Parse(await lab.FilterAsync("hello\nworld\n"));
        Assert.Equal(2, report.RootElement.Of("lines"));
        Assert.Equal(2, report.RootElement.Of("answered"));
        Assert.Equal(0, report.RootElement.Of("exitCode"));
        Assert.Equal(["HELLO", "WORLD"], Texts(report, "answers"));
        Assert.Empty(Texts(report, "failures"));
    }

    [Fact]
    public async Task With_JSON_a_failure_is_in_the_document_and_said_too()
    {
        await using var lab = DoorwayProcess.Start("--port", "0", "--timeout", "20s", "--json");
        await lab.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            $"hi\n{new string('x', 65_508)}\n"));
        lab.CloseInput();
        Assert.Equal(1, await lab.WaitForExitAsync());
        using JsonDocument report = JsonDocument.Parse(lab.Output.Text);
        Assert.Equal(2, report.RootElement.Of("lines"));
        Assert.Equal(1, report.RootElement.Of("answered"));
        Assert.Equal(1, report.RootElement.Of("exitCode"));
        string failure = Assert.Single(Texts(report, "failures"));
        Assert.StartsWith("TOO-LONG line 2 ", failure);
        Assert.Equal($"doorway: {failure}", Assert.Single(lab.Errors.Lines));
    }

    [Fact]
    public async Task With_JSON_a_taken_port_is_in_the_document()
    {
        int port = FreePorts.Next();
        await using var other = PeerProcess.Python("udp_server.py", port);
        await FreePorts.WaitUntilOpenAsync("udp", port, other);
        await using var lab = DoorwayProcess.Start("--port", $"{port}", "--json");
        Assert.Equal(1, await lab.WaitForExitAsync());
        using JsonDocument report = JsonDocument.Parse(lab.Output.Text);
        Assert.StartsWith("IN-USE ", Assert.Single(Texts(report, "failures")));
        Assert.Equal(1, report.RootElement.Of("exitCode"));
    }

    [Theory]
    [InlineData("--json", "\"HELLO\"")]
    [InlineData("--json-stream", "\"text\":\"HELLO\"")]
    public async Task With_JSON_it_is_a_filter_on_a_terminal_too(string option, string answer)
    {
        await using ChildProcess lab =
            PseudoTerminal.Start("--port", "0", "--timeout", "20s", option);
        await lab.TypeAsync("hello\n" + PseudoTerminal.CtrlD);
        await lab.Output.WaitForAsync(answer);
        Assert.Equal(0, await lab.WaitForExitAsync());
        Assert.DoesNotContain("Input lowercase sentence", lab.Output.Text);
        Assert.DoesNotContain("Who called what", lab.Output.Text);
    }

    [Fact]
    public async Task Quiet_on_a_terminal_it_shows_the_prompt_and_the_answers_alone()
    {
        await using ChildProcess lab =
            PseudoTerminal.Start("--port", "0", "--timeout", "20s", "-q");
        await lab.Output.WaitForAsync("Input lowercase sentence:");
        await lab.TypeAsync("hello\n");
        await lab.Output.WaitForAsync("TCP: HELLO\r?\nInput lowercase sentence:");
        await lab.TypeAsync(PseudoTerminal.CtrlD);
        Assert.Equal(0, await lab.WaitForExitAsync());
        string[] lines = [.. lab.Output.Lines.Select(line => line.Trim('\r', ' '))
            .Where(line => line.Length > 0)];
        Assert.Equal(4, lines.Length);
        Assert.Equal("Input lowercase sentence: hello", lines[0]);
        Assert.Equal("UDP: HELLO", lines[1]);
        Assert.Equal("TCP: HELLO", lines[2]);
        Assert.StartsWith("Input lowercase sentence:", lines[3]);
    }

    static string[] Texts(JsonDocument report, string name) =>
        [.. report.RootElement.GetProperty(name).EnumerateArray()
            .Select(text => text.GetString()!)];
}

using System.Text.RegularExpressions;

namespace Doorway.Tests.Command;

/// <summary>`doorway` without a verb: the lab, piped and on a terminal.</summary>
public sealed class LabTests
{
    [Theory]
    [InlineData("hello\nworld\n", "HELLO\nWORLD\n")]
    [InlineData("no newline at the end", "NO NEWLINE AT THE END\n")]
    [InlineData("", "")]
    [InlineData("\n", "\n")]
    [InlineData("straße\n\nŉ\n", "STRASSE\n\nʼN\n")]
    public async Task Piped_it_answers_line_by_line(string lines, string answers)
    {
        await using var lab = Start();
        Assert.Equal(answers, await lab.FilterAsync(lines));
        Assert.Empty(lab.Errors.Text);
    }

    [Fact]
    public async Task Piped_it_answers_a_thousand_lines()
    {
        string lines = string.Concat(Enumerable.Range(0, 1000).Select(i => $"line {i}\n"));
        await using var lab = Start();
        Assert.Equal(lines.ToUpperInvariant(), await lab.FilterAsync(lines, Deadline.Long));
    }

    [Fact]
    public async Task Piped_it_names_a_line_that_no_datagram_holds_and_answers_the_others()
    {
        await using var lab = Start();
        await lab.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            $"hi\n{new string('x', 65_508)}\nho\n"));
        lab.CloseInput();
        Assert.Equal(1, await lab.WaitForExitAsync());
        Assert.Equal("HI\nHO\n", lab.Output.Text);
        Assert.Matches("^doorway: TOO-LONG line 2 ", Assert.Single(lab.Errors.Lines));
    }

    [Fact]
    public async Task A_port_of_another_program_is_named_with_its_pid_and_the_way_out()
    {
        int port = FreePorts.Next();
        await using var other = PeerProcess.Python("udp_server.py", port);
        await FreePorts.WaitUntilOpenAsync("udp", port, other);
        await using var lab = DoorwayProcess.Start("--port", $"{port}");
        lab.CloseInput();
        Assert.Equal(1, await lab.WaitForExitAsync());
        Assert.Matches(
            $@"^doorway: IN-USE .*: port {port} is taken by python3\S* \(pid {other.Id}\); "
            + $"stop it, or choose another port: doorway --port {port + 1}$",
            Assert.Single(lab.Errors.Lines));
    }

    [Fact]
    public async Task On_a_terminal_it_prompts_and_shows_both_answers_the_calls_and_the_table()
    {
        await using ChildProcess lab = PseudoTerminal.Start("--port", "0", "--timeout", "20s");
        await lab.Output.WaitForAsync("Input lowercase sentence:");
        await lab.TypeAsync("hello\n");
        await lab.Output.WaitForAsync("UDP: HELLO");
        await lab.Output.WaitForAsync("TCP: HELLO");
        await lab.Output.WaitForAsync(
            "Input lowercase sentence:(.|\n)*Input lowercase sentence:");
        string[] calls = [.. lab.Output.Lines
            .Select(line => Regex.Match(line, @"^ {4,}([a-z]+)\(").Groups[1].Value)
            .Where(call => call.Length > 0)];
        AssertInOrder(calls, "sendto", "recvfrom", "sendto", "recvfrom");
        AssertInOrder(calls, "connect", "accept", "send", "recv", "send", "recv", "close");
        AssertInOrder(calls, "socket", "bind", "socket", "bind", "listen", "connect");
        await lab.TypeAsync(PseudoTerminal.CtrlD);
        Assert.Equal(0, await lab.WaitForExitAsync());
        string table = lab.Output.Text[lab.Output.Text.IndexOf("Who called what")..];
        Assert.Matches(@"UDP client.*UDP server.*TCP client.*TCP server", table);
        Assert.Matches(@"\| listen +\| +- \| +- \| +- \| +1 \|", table);
        Assert.Matches(@"\| connect +\| +- \| +- \| +1 \| +- \|", table);
        Assert.Matches(@"\| sendto +\| +1 \| +1 \| +- \| +- \|", table);
        Assert.Contains("TCP only: the handshake before any byte.", table);
    }

    static DoorwayProcess Start() => DoorwayProcess.Start("--port", "0", "--timeout", "20s");

    static void AssertInOrder(string[] calls, params string[] expected)
    {
        int at = 0;
        foreach (string call in calls)
            at += at < expected.Length && call == expected[at] ? 1 : 0;
        Assert.True(
            at == expected.Length,
            $"{string.Join(' ', expected)} not in {string.Join(' ', calls)}");
    }
}

using Doorway.Tests.Peers;

namespace Doorway.Tests.Command;

/// <summary>What `doorway bench` draws on a terminal while it runs.</summary>
public sealed class BenchTerminalTests(UpperServer server) : IClassFixture<UpperServer>
{
    [Fact]
    public async Task It_is_redrawn_in_place_and_leaves_the_tables_and_the_cursor()
    {
        await using ChildProcess terminal = Start("TERM=xterm", "-d", "2s");
        await terminal.Output.WaitForAsync("answers a second");
        await terminal.Output.WaitForAsync(@"from planned time.*\n.*from actual send");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        string text = terminal.Output.Text;
        Assert.Contains("▇", text.Replace('█', '▇'));
        Assert.True(
            text.LastIndexOf("\e[?25h", StringComparison.Ordinal)
            > text.LastIndexOf("\e[?25l", StringComparison.Ordinal));
        Assert.Matches(@"\| answered +\|", text[text.LastIndexOf("\e[?25h", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task Where_the_cursor_does_not_move_it_prints_a_line_a_second()
    {
        await using ChildProcess terminal = Start("TERM=dumb", "-d", "1s");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Assert.Matches(@"(?m)^ +[\d.]+ s +[\d,.]+/s  p50 ", terminal.Output.Text);
        Assert.DoesNotContain("\e", terminal.Output.Text);
    }

    [Fact]
    public async Task Without_colour_it_is_redrawn_all_the_same()
    {
        await using ChildProcess terminal = Start("TERM=xterm", "-d", "1s", "--color", "never");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Assert.Contains("answers a second", terminal.Output.Text);
        Assert.DoesNotMatch(@"\e\[[\d;]*m", terminal.Output.Text);
    }

    [Fact]
    public async Task Ctrl_C_twice_leaves_the_cursor_to_be_seen()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        await using ChildProcess terminal = PseudoTerminal.Start(
            ["TERM=xterm"], "bench", "-d", "1h", "--timeout", "1h", $"tcp://{silent.LocalEndpoint}");
        await terminal.Output.WaitForAsync("of 3600 s");
        await terminal.TypeAsync(PseudoTerminal.CtrlC);
        await Task.Delay(300);
        await terminal.TypeAsync(PseudoTerminal.CtrlC);
        Assert.Equal(130, await terminal.WaitForExitAsync());
        Assert.EndsWith("\e[?25h", terminal.Output.Text.TrimEnd());
    }

    ChildProcess Start(string environment, params string[] options) => PseudoTerminal.Start(
        [environment],
        ["bench", "--warm-up", "0s", "-c", "2", .. options,
         $"tcp://127.0.0.1:{server.Port("tcp", "127.0.0.1")}"]);
}

using System.Text.Json;

namespace Doorway.Tests.Command;

/// <summary>How Ctrl-C and SIGTERM end the lab: the first gently, the second at once.</summary>
public sealed class LabSignalTests
{
    [Fact]
    public async Task Ctrl_C_on_a_terminal_prints_the_table()
    {
        await using ChildProcess lab = PseudoTerminal.Start("--port", "0", "--timeout", "20s");
        await lab.Output.WaitForAsync("Input lowercase sentence:");
        await lab.TypeAsync("hello\n");
        await lab.Output.WaitForAsync("TCP: HELLO(.|\n)*Input lowercase sentence:");
        await lab.TypeAsync(PseudoTerminal.CtrlC);
        Assert.Equal(130, await lab.WaitForExitAsync());
        Assert.Contains("Who called what", lab.Output.Text);
        Assert.Contains("the UDP server's socket stays.", lab.Output.Text);
    }

    [Theory]
    [InlineData(ChildProcess.SIGTERM, 143)]
    [InlineData(ChildProcess.SIGINT, 130)]
    public async Task Piped_a_signal_ends_it_with_the_table_and_the_document(int signal, int code)
    {
        await using var lab = DoorwayProcess.Start(
            "--port", "0", "--timeout", "20s", "--calls", "-v", "--json");
        await lab.WriteLineAsync("hello");
        await lab.Errors.WaitForAsync("tcp +client +close");
        lab.Signal(signal);
        Assert.Equal(code, await lab.WaitForExitAsync());
        Assert.Contains("Who called what", lab.Errors.Text);
        Assert.DoesNotContain("stays", lab.Errors.Text);
        using JsonDocument report = JsonDocument.Parse(lab.Output.Text);
        Assert.Equal(1, report.RootElement.Of("answered"));
        Assert.Equal(code, report.RootElement.Of("exitCode"));
    }

    [Fact]
    public async Task The_second_signal_quits_at_once()
    {
        // Nobody reads what comes out: the first signal waits for the answer to be taken.
        await using var shell = ChildProcess.Start("bash", ["-c", $$"""
            mkfifo "$1" && exec 3<>"$1"
            printf '%065000d\n%065000d\n' 0 0 | {{DoorwayProcess.InShell}} --port 0 -v \
                --timeout 20s >&3 &
            lab=$!; echo ready; read -r; kill -TERM $lab; sleep 1
            kill -0 $lab && echo waits; kill -TERM $lab; wait $lab; echo "code $?"; rm "$1"
            """, "bash", Path.Combine(Path.GetTempPath(), $"lab-{Guid.NewGuid():N}")]);
        // The first answer fits into the pipe, the second does not.
        await shell.Errors.WaitForAsync("(?s)tcp +client +close.*tcp +client +close");
        await shell.WriteLineAsync("");
        Assert.Equal(0, await shell.WaitForExitAsync());
        Assert.Contains("waits", shell.Output.Text);
        Assert.Contains("code 143", shell.Output.Text);
    }
}

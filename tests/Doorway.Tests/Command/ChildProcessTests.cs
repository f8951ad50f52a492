namespace Doorway.Tests.Command;

/// <summary>The harness is proven too: a harness that hides failures proves nothing.</summary>
public sealed class ChildProcessTests
{
    [Fact]
    public async Task Output_is_seen_before_the_program_ends()
    {
        await using var cat = ChildProcess.Start("cat", []);
        await cat.WriteLineAsync("one");
        await cat.Output.WaitForAsync("^one$");
        await cat.WriteLineAsync("two");
        await cat.Output.WaitForAsync("^two$");
        cat.CloseInput();
        Assert.Equal(0, await cat.WaitForExitAsync());
        Assert.Equal(["one", "two"], cat.Output.Lines);
    }

    [Fact]
    public async Task A_text_that_never_comes_is_a_timeout_that_shows_what_came()
    {
        await using var cat = ChildProcess.Start("cat", []);
        await cat.WriteLineAsync("something else");
        await cat.Output.WaitForAsync("else");
        var late = await Assert.ThrowsAsync<TimeoutException>(
            () => cat.Output.WaitForAsync("never", TimeSpan.FromMilliseconds(50)));
        Assert.Contains("something else", late.Message);
    }

    [Fact]
    public async Task An_end_of_output_ends_the_wait_at_once()
    {
        await using var program = ChildProcess.Start("sh", ["-c", "echo broken >&2; exit 3"]);
        var ended = await Assert.ThrowsAsync<InvalidOperationException>(
            () => program.Output.WaitForAsync("ready"));
        Assert.Equal(3, await program.WaitForExitAsync());
        Assert.Equal("broken\n", program.Errors.Text);
        Assert.Contains("ready", ended.Message);
    }

    [Fact]
    public async Task A_signal_arrives_and_shows_in_the_exit_code()
    {
        await using var sleep = ChildProcess.Start("sleep", ["60"]);
        sleep.Signal(ChildProcess.SIGTERM);
        Assert.Equal(128 + ChildProcess.SIGTERM, await sleep.WaitForExitAsync());
    }

    [Fact]
    public async Task The_limit_on_open_files_is_the_programs_own()
    {
        var options = new ChildOptions { OpenFiles = 77 };
        await using var shell = ChildProcess.Start("sh", ["-c", "ulimit -n"], options);
        Assert.Equal("77\n", await shell.FilterAsync(""));
    }

    [Fact]
    public async Task Disposing_ends_the_children_of_the_child_too()
    {
        int grandchild;
        await using (var shell = ChildProcess.Start("sh", ["-c", "sleep 60 & echo $!; wait"]))
            grandchild = int.Parse((await shell.Output.WaitForAsync(@"^\d+$")).Value);
        DateTime end = DateTime.UtcNow + Deadline.Default;
        while (IsAlive(grandchild) && DateTime.UtcNow < end)
            await Task.Delay(10);
        Assert.False(IsAlive(grandchild));
    }

    // A process that has died and isn't reaped yet is a zombie, state Z in its stat file.
    static bool IsAlive(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ");
        }
        catch (IOException)
        {
            return false;
        }
    }
}

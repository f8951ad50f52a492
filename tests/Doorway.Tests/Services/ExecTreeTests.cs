using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Doorway.Services;
using Doorway.Tests.Command;

namespace Doorway.Tests.Services;

public sealed class ExecTreeTests
{
    // A daemon as they are made: fork, setsid, fork again, all descriptors closed.
    const string Daemon = """
        import os, sys, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.closerange(0, 100)
                time.sleep(100)
            os._exit(0)
        os.wait()
        print("ready", flush=True)
        """;

    public static TheoryData<string> Scripts =>
    [
        "sleep 100 & echo ready; exec cat",
        "setsid sleep 100 & echo ready; exec cat",
        "setsid -f sh -c 'sleep 100 & sleep 100' ; echo ready; cat",
        "(sh -c 'sleep 100 & sleep 100 & wait' &) ; echo ready; exec cat",
        "nohup sleep 100 >/dev/null 2>&1 & echo ready; exec cat",
        "env -i sleep 100 & echo ready; cat; wait",
    ];

    // What leaves its parent, its session and its environment before anybody can have looked. The
    // words of the command are how the test finds it.
    [Theory]
    [InlineData("env -i setsid sh -c \"sleep {0} & \"; echo ready; cat")]
    [InlineData("(env -i setsid sleep {0} >/dev/null 2>&1 &); echo ready")]
    [InlineData("env -i setsid sh -c \"setsid sh -c \\\"sleep {0} & \\\" & \"; echo ready; cat")]
    public async Task A_process_that_clears_its_environment_and_leaves_its_parent_is_ended(
        string script)
    {
        string time = $"10{Random.Shared.Next(100_000_000)}.5";
        await using ExecServer server = await ExecServer.ShellAsync(string.Format(
            CultureInfo.InvariantCulture, script, time));
        using TalkClient client = server.Connect();
        Assert.Equal("ready\n", await client.ReceiveUntilAsync("ready\n"));
        client.FinishSending();
        Assert.Equal("", await client.ReceiveTextToEndAsync());
        await server.WaitUntilAllEndedAsync();
        Assert.DoesNotContain(CommandLines(), line => line.StartsWith(
            $"sleep {time}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_that_the_host_starts_meanwhile_is_nobody_s_member()
    {
        using var stop = new CancellationTokenSource();
        var others = new ConcurrentQueue<Process>();
        try
        {
            Task starting = Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested && others.Count < 200)
                {
                    others.Enqueue(Process.Start("sh", ["-c", "sleep 100 & wait"]));
                    await Task.Yield();
                }
            });
            for (int i = 0; i < 10; i++)
            {
                await using ExecServer server = await ExecServer.ShellAsync("echo ready; cat");
                using TalkClient client = server.Connect();
                Assert.Equal("ready\n", await client.ReceiveUntilAsync("ready\n"));
                client.FinishSending();
                Assert.Equal("", await client.ReceiveTextToEndAsync());
                await server.WaitUntilAllEndedAsync();
            }

            await stop.CancelAsync();
            await starting;
            Assert.All(others, other => Assert.False(other.HasExited));
        }
        finally
        {
            foreach (Process other in others)
            {
                other.Kill(entireProcessTree: true);
                await other.WaitForExitAsync();
                other.Dispose();
            }
        }
    }

    static IEnumerable<string> CommandLines()
    {
        foreach (string folder in Directory.GetDirectories("/proc"))
        {
            string line = "";
            try
            {
                line = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It isn't a process, or has just ended.
            }

            yield return line;
        }
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task No_process_is_left_after_the_program_has_ended(string script)
    {
        await using ExecServer server = await ExecServer.ShellAsync(script);
        using TalkClient client = server.Connect();
        Assert.Equal("ready\n", await client.ReceiveUntilAsync("ready\n"));
        await client.SendAsync("last words");
        client.FinishSending();
        if (script.EndsWith("wait", StringComparison.Ordinal))
        {
            // This one waits for its child for ever: the peer's reset ends both.
            Assert.Equal("last words", await client.ReceiveUntilAsync("words"));
            client.Reset();
        }
        else
        {
            Assert.Equal("last words", await client.ReceiveTextToEndAsync());
        }

        await server.WaitUntilAllEndedAsync();
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task No_process_is_left_after_the_peer_has_reset(string script)
    {
        await using ExecServer server = await ExecServer.ShellAsync(script);
        using TalkClient client = server.Connect();
        Assert.Equal("ready\n", await client.ReceiveUntilAsync("ready\n"));
        client.Reset();
        Assert.EndsWith(
            "the peer has gone", await server.WaitForAsync(ExecEventKind.Killed),
            StringComparison.Ordinal);
        await server.WaitUntilAllEndedAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("sys.stdin.read()")]
    public async Task A_daemon_is_ended_too(string last)
    {
        await using ExecServer server = await ExecServer.PythonAsync($"{Daemon}\n{last}\n");
        using TalkClient client = server.Connect();
        Assert.Equal("ready\n", await client.ReceiveUntilAsync("ready\n"));
        client.FinishSending();
        Assert.Equal("", await client.ReceiveTextToEndAsync());
        await server.WaitUntilAllEndedAsync();
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task No_process_is_left_when_the_server_has_stopped(string script)
    {
        await using ExecServer server = await ExecServer.ShellAsync(script);
        using TalkClient client = server.Connect();
        Assert.Equal("ready\n", await client.ReceiveUntilAsync("ready\n"));
        Assert.NotEmpty(server.Processes());
        await server.Server.StopAsync(TimeSpan.Zero).WaitAsync(Deadline.Default);
        Assert.Empty(server.Processes());
        // The end of its input, which a draining server tells first, may have ended it by itself.
        string told = Assert.Single(
            server.Texts(ExecEventKind.Killed).Concat(server.Texts(ExecEventKind.Ended)));
        Assert.Matches("(the server stops|the peer has gone|with exit code 0)$", told);
    }

    [Fact]
    public async Task A_program_that_ignores_SIGTERM_is_killed_after_the_grace_time()
    {
        await using ExecServer server = await ExecServer.ShellAsync(
            "trap '' TERM; sh -c 'while :; do sleep 1; done' & echo ready; cat; wait",
            options => options with { Grace = TimeSpan.FromSeconds(1) });
        using TalkClient client = server.Connect();
        Assert.Equal("ready\n", await client.ReceiveUntilAsync("ready\n"));
        var clock = Stopwatch.StartNew();
        client.Reset();
        await server.WaitUntilAllEndedAsync();
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task A_program_that_heeds_SIGTERM_has_time_to_clean_up()
    {
        await using ExecServer server = await ExecServer.ShellAsync(
            "read file; trap 'sleep 0.3; echo cleaned >\"$file\"; exit' TERM; echo ready; "
            + "while :; do sleep 0.05; done",
            options => options with { Grace = TimeSpan.FromSeconds(10) });
        using TalkClient client = server.Connect();
        string file = server.Folder.File("cleaned");
        await client.SendAsync($"{file}\n");
        Assert.Equal("ready\n", await client.ReceiveUntilAsync("ready\n"));
        client.Reset();
        await server.WaitUntilAllEndedAsync();
        Assert.Equal("cleaned\n", File.ReadAllText(file));
    }

    [Fact]
    public async Task A_program_is_not_told_that_a_broken_input_is_whole()
    {
        await using ExecServer server = await ExecServer.ShellAsync(
            "trap '' TERM; read file; echo ready; cat >/dev/null; echo whole >\"$file\"");
        using TalkClient client = server.Connect();
        string file = server.Folder.File("whole");
        await client.SendAsync($"{file}\n");
        Assert.Equal("ready\n", await client.ReceiveUntilAsync("ready\n"));
        client.Reset();
        await server.WaitUntilAllEndedAsync();
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Processes_that_multiply_are_ended()
    {
        await using ExecServer server = await ExecServer.PythonAsync("""
            import os, time
            print("ready", flush=True)
            end = time.time() + 60
            while time.time() < end:
                if os.fork() == 0:
                    os.setsid()
                else:
                    time.sleep(0.02)
                    os._exit(0)
            """);
        using TalkClient client = server.Connect();
        Assert.StartsWith(
            "ready\n", await client.ReceiveUntilAsync("ready\n"), StringComparison.Ordinal);
        await server.WaitUntilAllEndedAsync();
    }

    [Fact]
    public async Task When_the_server_drains_a_program_may_finish()
    {
        await using ExecServer server = await ExecServer.ShellAsync("cat; sleep 0.3; echo end");
        using TalkClient client = server.Connect();
        await client.SendAsync("text ");
        Assert.Equal("text ", await client.ReceiveUntilAsync("text "));
        Task stopping = server.Server.StopAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("end\n", await client.ReceiveTextToEndAsync());
        client.Dispose();
        await stopping.WaitAsync(Deadline.Default);
        Assert.Single(server.Texts(ExecEventKind.Ended));
        Assert.Empty(server.Texts(ExecEventKind.Killed));
    }
}

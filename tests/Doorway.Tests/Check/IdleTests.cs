using System.Diagnostics;
using System.Runtime.Versioning;
using Doorway.Check;
using Doorway.Tests.Command;
using Trace = Doorway.Check.Trace;

namespace Doorway.Tests.Check;

/// <summary>When a program counts as waiting.</summary>
[SupportedOSPlatform("linux")]
public sealed class IdleTests(ITestOutputHelper output)
{
    static readonly TimeSpan Time = TimeSpan.FromSeconds(20);
    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    static readonly Isolation Chosen = Isolation.Choose(null, null);

    const string Java = """
        import java.net.*;
        public class Waits {
            public static void main(String[] arguments) throws Exception {
                try (ServerSocket welcoming = new ServerSocket(12000)) {
                    welcoming.accept();
                }
            }
        }
        """;

    const string Go = """
        package main
        import "net"
        func main() {
            welcoming, _ := net.Listen("tcp", ":12000")
            welcoming.Accept()
        }
        """;

    public static TheoryData<string> Runtimes => ["python3", "node", "java", "dotnet", "go"];

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task A_server_that_waits_is_seen_to_soon(string runtime)
    {
        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0x1ed);
        string[] command = await CommandAsync(runtime, folder.Path);
        (TimeSpan opened, TimeSpan idle) = Chosen.Run(room =>
        {
            long started = Stopwatch.GetTimestamp();
            using Doorway.Check.Subject subject = Start(room, command);
            Await(() => subject.Sockets().Any(one => one.IsOpenDoor));
            TimeSpan opened = Stopwatch.GetElapsedTime(started);
            started = Stopwatch.GetTimestamp();
            WaitForIdle(subject);
            return (opened, Stopwatch.GetElapsedTime(started));
        });
        output.WriteLine($"{runtime}: open after {opened.TotalMilliseconds:0} ms, "
            + $"idle for 250 ms after {idle.TotalMilliseconds:0} ms more");
        Assert.True(idle < TimeSpan.FromSeconds(8), $"{runtime} was idle after {idle}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_start_and_an_end_cost_little(bool isolate)
    {
        Isolation isolation = isolate ? Chosen : Isolation.Choose(false, null);
        double[] times = [.. Enumerable.Range(0, 15).Select(_ =>
        {
            long started = Stopwatch.GetTimestamp();
            isolation.Run(room =>
            {
                using Doorway.Check.Subject subject = Start(room, "true");
                return subject.WaitForExit(Time);
            });
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }).Order()];
        output.WriteLine($"isolated {isolation.IsIsolated}: {times[0]:0} to {times[^1]:0} ms, "
            + $"median {times[7]:0} ms");
        Assert.True(times[7] < 2_000, $"median {times[7]} ms");
    }

    [Theory]
    [InlineData("while True: pass")]
    [InlineData("while True: os.stat('/')")]
    [InlineData("os.fork() or exec('while True: pass'); time.sleep(100)")]
    public void A_program_that_works_is_not_idle(string script)
    {
        bool wasIdle = Chosen.Run(room =>
        {
            using Doorway.Check.Subject subject = Start(
                room, "python3", "-c", "import os, time; print('on', flush=True); " + (
                    script.StartsWith("while", StringComparison.Ordinal)
                        ? $"exec({Quote(script)})" : script));
            Await(() => subject.Output.Total > 0);
            bool wasIdle = false;
            _ = subject.IsIdle();
            for (long started = Stopwatch.GetTimestamp(), quiet = started;
                Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1);)
            {
                Thread.Sleep(Step);
                quiet = subject.IsIdle() ? quiet : Stopwatch.GetTimestamp();
                wasIdle |= Stopwatch.GetElapsedTime(quiet) >= Quiet;
            }

            return wasIdle;
        });
        Assert.False(wasIdle);
    }

    [Fact]
    public void A_program_that_the_machine_lets_wait_for_a_processor_is_not_idle()
    {
        // As many that turn as there are processors, and one more at the lowest priority.
        string others = "import os\nfor i in range(os.cpu_count() * 4):\n"
            + "    if os.fork() == 0:\n        while True: pass\nprint('on', flush=True)\n"
            + "while True: pass";
        bool wasIdle = Chosen.Run(room =>
        {
            using Doorway.Check.Subject busy = Start(room, "python3", "-c", others);
            Await(() => busy.Output.Total > 0);
            using Doorway.Check.Subject subject = Start(
                room, "nice", "-n", "19", "python3", "-c", "while True: pass");
            Thread.Sleep(Quiet);
            bool wasIdle = false;
            for (int i = 0; i < 25; i++)
            {
                Thread.Sleep(Step);
                wasIdle |= subject.IsIdle();
            }

            return wasIdle;
        });
        Assert.False(wasIdle);
    }

    static string Quote(string text) => "\"" + text + "\"";

    static Doorway.Check.Subject Start(Room room, params string[] command) =>
        Doorway.Check.Subject.Start(new Launch { Command = command, Room = room }, new Trace());

    static void WaitForIdle(Doorway.Check.Subject subject)
    {
        long quiet = Stopwatch.GetTimestamp();
        Await(() =>
        {
            Thread.Sleep(Step);
            quiet = subject.IsIdle() ? quiet : Stopwatch.GetTimestamp();
            return Stopwatch.GetElapsedTime(quiet) >= Quiet;
        });
    }

    static async Task<string[]> CommandAsync(string runtime, string folder)
    {
        switch (runtime)
        {
            case "python3":
                return ["python3", "-c", "import socket; s = socket.socket(); "
                    + "s.bind(('', 12000)); s.listen(); s.accept()"];
            case "node":
                Require("node");
                return ["node", "-e", "require('net').createServer().listen(12000)"];
            case "java":
                Require("javac");
                await File.WriteAllTextAsync($"{folder}/Waits.java", Java);
                await RunAsync("javac", "-d", folder, $"{folder}/Waits.java");
                return ["java", "-cp", folder, "Waits"];
            case "go":
                Require("go");
                await File.WriteAllTextAsync($"{folder}/waits.go", Go);
                await RunAsync("go", "build", "-o", $"{folder}/waits", $"{folder}/waits.go");
                return [$"{folder}/waits"];
            default:
                return
                [
                    DoorwayProcess.Dotnet, "exec",
                    Path.Combine(AppContext.BaseDirectory, "Doorway.Cli.dll"), "serve",
                    "tcp://127.0.0.1:12000",
                ];
        }
    }

    static void Require(string program) => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("PATH")!.Split(':')
            .Any(place => File.Exists(Path.Combine(place, program))),
        $"{program} is not installed");

    static async Task RunAsync(string program, params string[] arguments)
    {
        await using ChildProcess build = ChildProcess.Start(program, arguments);
        Assert.Equal(0, await build.WaitForExitAsync(TimeSpan.FromMinutes(3)));
    }

    static void Await(Func<bool> holds) => Assert.True(
        SpinWait.SpinUntil(() => { Thread.Sleep(1); return holds(); }, Time));
}

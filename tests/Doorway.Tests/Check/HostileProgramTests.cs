using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Doorway.Check;
using Doorway.Services;
using Doorway.Tests.Command;
using Trace = Doorway.Check.Trace;

namespace Doorway.Tests.Check;

/// <summary>Whatever a program does, it ends with its case, and nothing of it stays.</summary>
[Collection(nameof(HostileProgramTests))]
[CollectionDefinition(nameof(HostileProgramTests), DisableParallelization = true)]
[SupportedOSPlatform("linux")]
public sealed class HostileProgramTests
{
    static readonly TimeSpan Life = TimeSpan.FromSeconds(1);
    static readonly TimeSpan EndTime = TimeSpan.FromSeconds(15);

    static readonly Isolation Chosen = Isolation.Choose(null, null);

    public static TheoryData<string, string, bool> Programs
    {
        get
        {
            var all = new TheoryData<string, string, bool>();
            foreach (bool isolate in (bool[])[true, false])
            {
                all.Add("fork bomb", Hostile.ForkBomb, isolate);
                all.Add("1 GiB of output", Hostile.Flood, isolate);
                all.Add("errors without end", Hostile.ErrorFlood, isolate);
                all.Add("ignores signals", Hostile.IgnoresSignals, isolate);
                all.Add("eats memory", Hostile.Glutton, isolate);
                all.Add("hoards descriptors", Hostile.DescriptorHoarder, isolate);
                all.Add("fills the disk", Hostile.Filler, isolate);
                all.Add("daemon", Hostile.Daemon, isolate);
                all.Add("closes its streams", Hostile.Silent, isolate);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Nothing_of_it_is_left(string name, string script, bool isolate)
    {
        string mark = Guid.NewGuid().ToString("N");
        string mounts = File.ReadAllText("/proc/self/mounts");
        Isolation isolation = isolate ? Chosen : Isolation.Choose(false, null);
        (string home, TimeSpan end) = isolation.Run(room =>
        {
            Doorway.Check.Subject subject = Doorway.Check.Subject.Start(
                new Launch
                {
                    Command = ["python3", "-c", script, Digits(mark)],
                    Room = room,
                    Limits = new SubjectLimits { Memory = 256 * 1024 * 1024, Processes = 200 },
                },
                new Trace());
            long started = Stopwatch.GetTimestamp();
            SpinWait.SpinUntil(() =>
            {
                Thread.Sleep(10);
                return subject.Output.Text.StartsWith("ready", StringComparison.Ordinal)
                    || Stopwatch.GetElapsedTime(started) > Life;
            });
            Assert.DoesNotContain("all of it", subject.Output.Text, StringComparison.Ordinal);
            Assert.True(subject.Output.Bytes.Length <= 1024 * 1024);
            started = Stopwatch.GetTimestamp();
            subject.Dispose();
            return (room.Home, Stopwatch.GetElapsedTime(started));
        });
        Assert.True(end < EndTime, $"{name}: ended after {end}");
        Assert.Equal([], Alive(Digits(mark)));
        Assert.False(Directory.Exists(home), $"{home} is left");
        Assert.Equal(mounts, File.ReadAllText("/proc/self/mounts"));
    }

    [Theory]
    [InlineData(Hostile.ForkBomb, true)]
    [InlineData(Hostile.Flood, true)]
    [InlineData(Hostile.IgnoresSignals, true)]
    [InlineData(Hostile.ForkBomb, false)]
    public async Task A_check_of_it_has_its_verdict_within_30_seconds(string script, bool isolate)
    {
        string mark = Digits(Guid.NewGuid().ToString("N"));
        var watch = Stopwatch.StartNew();
        CheckReport report = await CheckRun.RunAsync(new CheckPlan
        {
            Role = CheckRole.Server,
            Command = ["python3", "-c", script, mark],
            Address = Address.Parse("tcp://:12000"),
            Profile = CheckProfile.Textbook,
            Isolate = isolate ? null : false,
        });
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"it took {watch.Elapsed}");
        Assert.False(report.IsRight);
        Assert.Equal([], Alive(mark));
    }

    // What is left when nobody could tidy up: SIGKILL.
    [Theory]
    [InlineData("", Hostile.Daemon)]
    [InlineData("", Hostile.IgnoresSignals)]
    [InlineData("--no-isolation", Hostile.IgnoresSignals)]
    public async Task Nothing_of_it_is_left_when_we_are_killed(string option, string script)
    {
        string mark = Digits(Guid.NewGuid().ToString("N"));
        using var folder = new TemporaryFolder();
        string program = Path.Combine(folder.Path, "hostile.py");
        await File.WriteAllTextAsync(program, script, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0x1ed);
        string[] options = option.Length > 0 ? [option] : [];
        await using (var doorway = DoorwayProcess.Start(
            ["check", "server", "--run", $"python3 {program} {mark}", "tcp://:12000", .. options]))
        {
            Await(() => Alive(mark).Any(), "it does not start");
            doorway.Signal(ChildProcess.SIGKILL);
            await doorway.WaitForExitAsync();
        }

        Await(() => !Alive(mark).Any(), "it still runs");
    }

    // Of the same suite, for who is nobody: without and with a user namespace around.
    [Theory]
    [InlineData("env TMPDIR=/tmp setpriv --reuid=65534 --regid=65534 --clear-groups")]
    [InlineData("env TMPDIR=/tmp setpriv --reuid=65534 --regid=65534 --clear-groups unshare -Ur")]
    public async Task The_same_holds_for_who_is_not_root(string starter)
    {
        Assert.SkipUnless(
            SubjectUser.Rent() is { } user && Release(user), "we are not root");
        string tests = typeof(HostileProgramTests).Assembly.Location;
        string[] command =
        [
            .. starter.Split(' '), DoorwayProcess.Dotnet, "exec", tests, "-noColor", "-method",
            $"{typeof(HostileProgramTests).FullName}.{nameof(Nothing_of_it_is_left)}", "-method",
            $"{typeof(IsolationTests).FullName}.*",
        ];
        await using ChildProcess run = ChildProcess.Start(command[0], command[1..]);
        int code = await run.WaitForExitAsync(TimeSpan.FromMinutes(3));
        Assert.True(code == 0, run.Output.Text + run.Errors.Text);
        Assert.Matches("Total: [1-9][0-9]", run.Output.Text);
    }

    // The command begins once more, in a user namespace, and its cases have their networks.
    [Fact]
    public async Task A_command_that_is_not_root_s_isolates_its_cases_too()
    {
        Assert.SkipUnless(
            SubjectUser.Rent() is { } user && Release(user), "we are not root");
        using var folder = new TemporaryFolder();
        string program = Path.Combine(folder.Path, "exits.py");
        await File.WriteAllTextAsync(
            program, "raise SystemExit(3)", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0x1ed);
        await using ChildProcess run = DoorwayProcess.StartUnder(
            [
                "env", "TMPDIR=/tmp", "setpriv", "--reuid=65534", "--regid=65534",
                "--clear-groups",
            ],
            "check", "server", "--run", $"python3 {program}", "tcp://:12000", "--json");
        Assert.Equal(3, await run.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Matches("\"isolated\": ?true", run.Output.Text);
    }

    static bool Release(SubjectUser user)
    {
        user.Dispose();
        return true;
    }

    // A number, so that sleep(1) takes it too.
    static string Digits(string mark) => Convert.ToUInt64(mark[..15], 16).ToString(
        CultureInfo.InvariantCulture);

    static IEnumerable<int> Alive(string mark) =>
        from process in ProcessStat.All()
        where !process.HasEnded && process.Id != Environment.ProcessId
            && ProcFile.Contains(process.Id, "cmdline", System.Text.Encoding.ASCII.GetBytes(mark))
            && !ProcFile.Contains(process.Id, "cmdline", "Doorway.Cli"u8)
        select process.Id;

    static void Await(Func<bool> holds, string otherwise) => Assert.True(
        SpinWait.SpinUntil(() => { Thread.Sleep(20); return holds(); }, EndTime), otherwise);
}

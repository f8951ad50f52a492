using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Doorway.Check;
using Doorway.Tests.Command;
using Trace = Doorway.Check.Trace;

namespace Doorway.Tests.Check;

/// <summary>A program that sleeps goes on by itself; one that waits does not.</summary>
[SupportedOSPlatform("linux")]
public sealed class ClockSleepTests
{
    const string Slow = """
        import socket, time
        server = socket.create_server(('', PORT))
        while True:
            connection, address = server.accept()
            with connection:
                message = connection.recv(65535)
                time.sleep(3)
                connection.sendall(message.upper())
        """;

    static readonly TimeSpan Time = TimeSpan.FromSeconds(20);

    static readonly Isolation Chosen = Isolation.Choose(null, null);

    [Theory]
    [InlineData("230 0x0 0x0 0x7ffd1 0x0 0x0 0x0 0x7ffd2 0x7f3", Architecture.X64, true)]
    [InlineData("35 0x7ffd1 0x0 0x0 0x0 0x0 0x0 0x7ffd2 0x7f3", Architecture.X64, true)]
    [InlineData("23 0x0 0x0 0x0 0x0 0x7ffd1 0x0 0x7ffd2 0x7f3", Architecture.X64, true)]
    [InlineData("23 0x4 0x7ffd1 0x0 0x0 0x7ffd1 0x0 0x7ffd2 0x7f3", Architecture.X64, false)]
    [InlineData("7 0x7ffd1 0x0 0x3e8 0x0 0x0 0x0 0x7ffd2 0x7f3", Architecture.X64, true)]
    [InlineData("7 0x7ffd1 0x1 0x3e8 0x0 0x0 0x0 0x7ffd2 0x7f3", Architecture.X64, false)]
    [InlineData("43 0x3 0x7ffd1 0x7ffd2 0x0 0x0 0x0 0x7ffd2 0x7f3", Architecture.X64, false)]
    [InlineData("115 0x0 0x0 0x7ffd1 0x0 0x0 0x0 0x7ffd2 0x7f3", Architecture.Arm64, true)]
    [InlineData("230 0x0 0x0 0x7ffd1 0x0 0x0 0x0 0x7ffd2 0x7f3", Architecture.Arm64, false)]
    [InlineData("running\n", Architecture.X64, false)]
    [InlineData("", Architecture.X64, false)]
    public void A_call_that_only_time_ends_is_a_sleep(
        string syscall, Architecture architecture, bool isSleep) =>
        Assert.Equal(isSleep, ClockSleep.IsSleep(syscall, architecture));

    [Theory]
    [InlineData("import time; print(1, flush=True); time.sleep(1); input()")]
    [InlineData("import select; print(1, flush=True); select.select([], [], [], 1); input()")]
    public void Who_sleeps_waits_only_afterwards(string script)
    {
        TimeSpan until = UntilItWaits(script);
        Assert.True(until > TimeSpan.FromSeconds(0.7), $"It counted as waiting after {until}.");
    }

    [Theory]
    [InlineData("import time; print(1, flush=True); time.sleep(60)")]
    [InlineData("import time\nprint(1, flush=True)\nwhile True: time.sleep(0.05)")]
    [InlineData("import threading, time\nthreading.Thread(target=input).start()\n"
        + "print(1, flush=True)\nwhile True: time.sleep(1)")]
    public void Who_sleeps_too_long_or_looks_again_and_again_waits(string script) =>
        Assert.True(UntilItWaits(script) < Time);

    [Fact]
    public async Task A_server_that_sleeps_for_seconds_is_told_so()
    {
        int port = FreePorts.Next();
        CheckReport report = await CheckRun.RunAsync(new CheckPlan
        {
            Role = CheckRole.Server,
            Command = ["python3", "-c", Slow.Replace("PORT", $"{port}", StringComparison.Ordinal)],
            Address = Address.Of(Transport.Tcp, "", port),
            Only = ["program/slow-answer", "tcp/answer/none"],
            CaseTime = Time,
            TotalTime = TimeSpan.FromMinutes(2),
        });
        CaseResult found = Assert.Single(
            report.Results, one => one.Outcome != CaseOutcome.Passed);
        Assert.Equal("program/slow-answer", found.Case?.Id);
        Assert.Equal(CheckProfile.Textbook, report.Traits!.Profile);
    }

    [Fact]
    public async Task A_server_that_runs_already_is_waited_for_as_long_as_it_needs()
    {
        int port = FreePorts.Next();
        await using var server = ChildProcess.Start(Programs.Python,
            ["-c", Slow.Replace("PORT", $"{port}", StringComparison.Ordinal)
                .Replace("sleep(3)", "sleep(1.5)", StringComparison.Ordinal)]);
        Assert.True(SpinWait.SpinUntil(() => Listens(port), Time));
        CheckReport report = await CheckRun.RunAsync(new CheckPlan
        {
            Role = CheckRole.Server,
            Address = Address.Of(Transport.Tcp, "127.0.0.1", port),
            Only = ["tcp/answer/none", "tcp/stream/long-request", "tcp/stream/split-write"],
            CaseTime = Time,
            TotalTime = TimeSpan.FromMinutes(2),
        });
        CaseResult found = Assert.Single(
            report.Results, one => one.Outcome != CaseOutcome.Passed);
        Assert.Equal("tcp/stream/split-write", found.Case?.Id);
    }

    // A connection would be served.
    static bool Listens(int port) => IPGlobalProperties.GetIPGlobalProperties()
        .GetActiveTcpListeners().Any(one => one.Port == port);

    [Fact]
    public async Task A_server_that_sleeps_before_it_opens_its_port_is_not_typed_at()
    {
        int port = FreePorts.Next();
        CheckReport report = await CheckRun.RunAsync(new CheckPlan
        {
            Role = CheckRole.Server,
            Command = ["python3", "-c", $"import time; time.sleep(60)\nprint({port})"],
            Address = Address.Of(Transport.Tcp, "", port),
            CaseTime = Time,
            TotalTime = TimeSpan.FromMinutes(2),
        });
        CaseResult found = Assert.Single(
            report.Results, one => one.Outcome == CaseOutcome.Failed);
        Assert.Equal("program/no-port", found.Case?.Id);
    }

    // For a quarter of a second, as a case needs it.
    static TimeSpan UntilItWaits(string script) => Chosen.Run(room =>
    {
        using var subject = Doorway.Check.Subject.Start(
            new Launch { Command = ["python3", "-c", script], Room = room }, new Trace());
        Assert.True(SpinWait.SpinUntil(() => subject.Output.Total > 0, Time));
        long started = Stopwatch.GetTimestamp();
        new Patience(subject.IsWaiting, Time).Wait(step =>
        {
            Thread.Sleep(step);
            return false;
        });
        return Stopwatch.GetElapsedTime(started);
    });
}

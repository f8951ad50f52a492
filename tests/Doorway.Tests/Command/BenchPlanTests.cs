using System.CommandLine;
using Doorway.Cli;
using Doorway.Cli.Bench;
using Doorway.Cli.Commands;

namespace Doorway.Tests.Command;

/// <summary>What `doorway bench` takes from its command line, and what it chooses itself.</summary>
public sealed class BenchPlanTests
{
    [Theory]
    [InlineData("tcp://localhost:12000",
        "upper, closed loop, 64 connections, one message at a time each, 64 bytes, "
        + "10 s after 1 s of warm-up")]
    [InlineData("unix:/tmp/s --expect echo -c 1 --depth 8 --warm-up 0s -d 500ms",
        "echo, closed loop, 1 connection, up to 8 messages unanswered, 64 bytes, 0.5 s")]
    [InlineData("udp://localhost:12000 -n 100k",
        "upper, closed loop, 1 socket, up to 64 messages unanswered, 64 bytes, 100,000 messages")]
    [InlineData("tcp://localhost:7 --rate 2k --size 1k",
        "echo, open loop, 2,000 a second evenly paced, 64 connections, one message at a time each, "
        + "1,024 bytes, 10 s after 1 s of warm-up")]
    [InlineData("udp://localhost:9 -d 1m",
        "no answer expected, closed loop, 1 socket, up to 64 messages unanswered, 64 bytes, "
        + "60 s after 1 s of warm-up")]
    [InlineData("tcp://localhost:12000 --reconnect -n 1 --text straße",
        "upper, closed loop, 1 connection at a time, a new one for each message, 7 bytes, "
        + "1 message")]
    [InlineData("tcp://localhost:12000 --max --p99 5ms -d 2s",
        "upper, the highest rate whose p99 stays under 5.00 ms, 64 connections, "
        + "one message at a time each, 64 bytes, 2 s a try after 0.2 s of warm-up")]
    public void The_heading_says_what_was_chosen(string line, string description) =>
        Assert.Equal(description, Plan(line).Description);

    [Fact]
    public void The_heading_begins_with_the_server() =>
        Assert.StartsWith("udp://localhost:1: upper, ", Plan("udp://localhost:1").Heading);

    [Theory]
    [InlineData("tcp://:12000", "every interface is for servers")]
    [InlineData("tcp://localhost:0", "nobody can be reached at port 0")]
    [InlineData("udp://<broadcast>:12000", "a load is for one server, not for everybody")]
    [InlineData("tcp://localhost:1 -n 5 -d 1s", "--count and --duration exclude each other")]
    [InlineData("tcp://localhost:1 --rate 5 --closed", "--rate and --closed exclude each other")]
    [InlineData("tcp://localhost:1 --rate 5 --max", "--max and --rate exclude each other")]
    [InlineData("tcp://localhost:1 --p99 5ms", "--p99 is for --max")]
    [InlineData("udp://localhost:1 --reconnect", "--reconnect is for streams")]
    [InlineData("tcp://localhost:1 --reconnect --depth 2", "--reconnect and --depth exclude")]
    [InlineData("tcp://localhost:1 --timeout never", "a run has an end")]
    [InlineData("tcp://localhost:1 --max --expect none", "--max needs answers")]
    public void What_can_not_be_is_refused(string line, string words) =>
        Assert.Contains(words, Assert.Throws<UsageException>(() => Plan(line)).Message);

    [Theory]
    [InlineData("--count", "0", "is not a whole number from 1")]
    [InlineData("--count", "1.5", "is not a whole number from 1")]
    [InlineData("--count", "5x", "is no number; write 500, 100k or 2m")]
    [InlineData("--rate", "-1", "a number is written 500, 100k or 2m")]
    [InlineData("--expect", "lower", "is none of upper, echo, none")]
    [InlineData("--duration", "0s", "leaves no time at all")]
    public async Task A_wrong_value_is_a_usage_error(string option, string value, string words)
    {
        await using var bench = DoorwayProcess.Start("bench", $"{option}={value}", "tcp://localhost:1");
        Assert.Equal(2, await bench.WaitForExitAsync());
        Assert.Contains(words, Assert.Single(bench.Errors.Lines));
    }

    [Fact]
    public async Task A_file_that_can_not_be_written_is_known_before_the_run()
    {
        await using var bench = DoorwayProcess.Start(
            "bench", "--html", "/nosuch/folder/report.html", "-d", "1h", "tcp://localhost:1");
        Assert.Equal(2, await bench.WaitForExitAsync());
        Assert.StartsWith(
            "doorway: --html /nosuch/folder/report.html: ", Assert.Single(bench.Errors.Lines));
    }

    static BenchPlan Plan(string line)
    {
        string[] words = line.Split(' ');
        var options = new PlanOptions();
        var command = new System.CommandLine.Command("bench");
        options.AddTo(command);
        ParseResult parsed = command.Parse(words[1..]);
        Assert.Empty(parsed.Errors);
        return options.Get(parsed, Doorway.Address.Parse(words[0]), Engine.Default);
    }
}

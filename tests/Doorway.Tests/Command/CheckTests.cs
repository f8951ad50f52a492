using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Doorway.Check;

namespace Doorway.Tests.Command;

/// <summary>`doorway check` on whole programs: exit codes, events, files that outlive it.</summary>
public sealed class CheckTests : IDisposable
{
    const string Case = "tcp/stream/split-write";

    readonly TemporaryFolder _folder = new();
    readonly int _port = FreePorts.Next();

    [Fact]
    public async Task A_right_program_is_right()
    {
        await using DoorwayProcess check = Check("good/line_server.py", "--only", Case);
        Assert.Equal(0, await check.WaitForExitAsync(Deadline.Long));
        Assert.EndsWith("\nMUST 1 of 1\n", check.Output.Text);
    }

    [Fact]
    public async Task A_wrong_one_is_told_what_is_wrong_and_how_to_see_it_again()
    {
        await using DoorwayProcess check = Check("bad/split_write.py", "--only", Case);
        Assert.Equal(1, await check.WaitForExitAsync(Deadline.Long));
        Assert.EndsWith("\nMUST 0 of 1\n", check.Output.Text);
        Match again = Regex.Match(check.Output.Text, @"\n  Again\n    doorway (.*)\n");
        Assert.True(again.Success, check.Output.Text);

        await using var shell = ChildProcess.Start(
            "/bin/sh", ["-c", $"{DoorwayProcess.InShell} {again.Groups[1].Value}"]);
        shell.CloseInput();
        Assert.Equal(1, await shell.WaitForExitAsync(Deadline.Long));
        Assert.Contains($"MUST  {Case}", shell.Output.Text);
    }

    [Fact]
    public async Task A_server_that_runs_already_is_asked_where_it_is()
    {
        await using var server = PeerProcess.Python("good/line_server.py", _port);
        await using var check = DoorwayProcess.Start(
            "check", "server", $"tcp://127.0.0.1:{_port}", "--profile", "line", "--only", Case,
            "--json");
        Assert.Equal(0, await check.WaitForExitAsync(Deadline.Long));
        using JsonDocument document = JsonDocument.Parse(check.Output.Text);
        Assert.Equal(1, document.RootElement.GetProperty("summary").GetProperty("must")
            .GetProperty("passed").GetInt32());
    }

    [Theory]
    [InlineData("2g")]
    [InlineData("2048m")]
    public async Task The_memory_that_is_allowed_by_default_can_be_asked_for(string size)
    {
        await using DoorwayProcess check = Check(
            "good/line_server.py", "--only", Case, "--max-memory", size);
        Assert.Equal(0, await check.WaitForExitAsync(Deadline.Long));
    }

    [Fact]
    public async Task Nothing_is_guessed_of_a_program_that_opened_no_port()
    {
        await using var check = DoorwayProcess.Start(
            "check", "server", "--run", "python3 no-such-file.py");
        Assert.Equal(3, await check.WaitForExitAsync(Deadline.Long));
        Assert.StartsWith(
            "python3 no-such-file.py: a server, in Python\n", check.Output.Text);
        Assert.Matches(
            @"s after its\s+start:\s+.*can't\s+open\s+file", check.Output.Text);
    }

    [Fact]
    public async Task A_program_that_does_not_start_is_neither_right_nor_wrong()
    {
        await using var check = DoorwayProcess.Start(
            "check", "server", "--run", "python3 no-such-file.py", $"tcp://:{_port}");
        Assert.Equal(3, await check.WaitForExitAsync(Deadline.Long));
        Assert.Contains("no-such-file.py", check.Output.Text);
    }

    [Fact]
    public async Task Events_come_as_things_happen_and_end_with_all_of_it()
    {
        await using DoorwayProcess check = Check(
            "bad/split_write.py", "--only", Case, "--json-stream");
        Assert.Equal(1, await check.WaitForExitAsync(Deadline.Long));
        JsonElement[] events = [.. check.Output.Lines.Where(line => line.Length > 0)
            .Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(
            ["started", "subject", "result", "ended"],
            events.Select(one => one.GetProperty("event").GetString())
                .Where(name => name != "log"));
        Assert.Equal(Case, events[^2].GetProperty("id").GetString());
        Assert.Equal(1, events[^1].GetProperty("exitCode").GetInt32());
        Assert.True(events[^1].GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task Killed_it_leaves_whole_reports_of_what_was_known()
    {
        // One after another, all cases take far longer than the first two.
        await using DoorwayProcess check = Check("bad/split_write.py", [.. Files, "--at-once", "1"]);
        await WaitForResultsAsync(check, 2);
        check.Signal(ChildProcess.SIGKILL);
        await check.WaitForExitAsync();

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_folder.File("r.json")));
        Assert.False(json.RootElement.GetProperty("complete").GetBoolean());
        Assert.True(json.RootElement.GetProperty("results").GetArrayLength() >= 2);
        XElement junit = XElement.Load(_folder.File("r.xml"));
        Assert.Contains(junit.Descendants("testcase"), one =>
            (string?)one.Attribute("classname") == "doorway" && one.Element("error") is not null);
        Assert.Contains(
            "This report is incomplete",
            CheckSheets.Parsed(File.ReadAllText(_folder.File("r.html"))).Value);
        using JsonDocument grades = JsonDocument.Parse(File.ReadAllText(_folder.File("g.json")));
        Assert.Contains("not tried", grades.RootElement.GetProperty("output").GetString());
        Assert.Contains("\nINCOMPLETE: ", File.ReadAllText(_folder.File("r.txt")));
    }

    [Fact]
    public async Task Interrupted_it_reports_what_was_known_and_says_so()
    {
        await using DoorwayProcess check = Check("bad/split_write.py", [.. Files, "--at-once", "1"]);
        await WaitForResultsAsync(check, 1);
        check.Signal(ChildProcess.SIGINT);
        Assert.Equal(130, await check.WaitForExitAsync());
        Assert.Contains("\nINCOMPLETE: ", check.Output.Text);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_folder.File("r.json")));
        Assert.False(json.RootElement.GetProperty("complete").GetBoolean());
        Assert.Equal(130, json.RootElement.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_no_wrong_server()
    {
        await using var check = DoorwayProcess.Start("check", "server", $"tcp://localhost:{_port}");
        Assert.Equal(3, await check.WaitForExitAsync(Deadline.Long));
        Assert.Contains($"Nobody listens at tcp://localhost:{_port}.", check.Output.Text);
        Assert.DoesNotContain("MUST", check.Output.Text);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_called_by_its_name()
    {
        await using var check = DoorwayProcess.Start(
            "check", "server", "--run", "no-such-program", $"tcp://:{_port}");
        Assert.Equal(3, await check.WaitForExitAsync(Deadline.Long));
        Assert.Contains(
            "\n  no-such-program: no such program on PATH; install it, or give its path.\n",
            check.Output.Text);
    }

    [Fact]
    public async Task What_was_not_tried_in_the_time_is_not_taken_for_right()
    {
        // It is over before the first case begins.
        await using DoorwayProcess check = Check(
            "good/line_server.py", [.. Files, "--only", Case, "--timeout", "1ms"]);
        Assert.Equal(4, await check.WaitForExitAsync(Deadline.Long));
        Assert.Contains("\nINCOMPLETE: ", check.Output.Text);
        Assert.Contains("--timeout gives it more", check.Errors.Text);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_folder.File("r.json")));
        Assert.Equal(4, json.RootElement.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task At_its_end_every_report_is_complete()
    {
        await using DoorwayProcess check = Check("bad/split_write.py", [.. Files, "--only", Case]);
        Assert.Equal(1, await check.WaitForExitAsync(Deadline.Long));
        Assert.Equal(
            ["g.json", "r.html", "r.json", "r.txt", "r.xml"],
            Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
        Assert.Equal(File.ReadAllText(_folder.File("r.txt")), check.Output.Text);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_folder.File("r.json")));
        Assert.Equal(1, json.RootElement.GetProperty("exitCode").GetInt32());
        Assert.DoesNotContain("incomplete", File.ReadAllText(_folder.File("r.html")));
    }

    [Fact]
    public async Task The_list_names_every_case_and_each_is_explained()
    {
        await using var list = DoorwayProcess.Start("check", "--list");
        string text = await list.FilterAsync("");
        await using var json = DoorwayProcess.Start("check", "--list", "--json");
        using JsonDocument document = JsonDocument.Parse(await json.FilterAsync(""));
        Assert.Equal(
            Suite.Cases.Select(one => one.Id),
            document.RootElement.GetProperty("cases").EnumerateArray()
                .Select(one => one.GetProperty("id").GetString()));
        Assert.All(Suite.Cases, one => Assert.Contains($"| {one.Id} ", text));
        await using var explain = DoorwayProcess.Start("check", "explain", Case);
        Assert.Contains(Suite.Find(Case)!.Requirement, await explain.FilterAsync(""));
    }

    string[] Files =>
    [
        "--json-file", _folder.File("r.json"), "--junit", _folder.File("r.xml"),
        "--html", _folder.File("r.html"), "--gradescope", _folder.File("g.json"),
        "--text-file", _folder.File("r.txt"),
    ];

    async Task WaitForResultsAsync(ChildProcess check, int count)
    {
        DateTime deadline = DateTime.UtcNow + Deadline.Long;
        while (true)
        {
            Assert.True(
                DateTime.UtcNow < deadline && !check.HasExited,
                $"no result was written: {check.Output.Text}\n{check.Errors.Text}");
            if (File.Exists(_folder.File("r.json")))
            {
                using JsonDocument document = JsonDocument.Parse(
                    File.ReadAllText(_folder.File("r.json")));
                if (document.RootElement.GetProperty("results").GetArrayLength() >= count)
                {
                    return;
                }
            }

            await Task.Delay(20);
        }
    }

    DoorwayProcess Check(string program, params string[] options) => DoorwayProcess.Start(
    [
        "check", "server", "--run", $"python3 {Path.Combine(Programs.Peers, program)} {_port}",
        $"tcp://:{_port}", "--profile", "line", .. options,
    ]);

    public void Dispose() => _folder.Dispose();
}

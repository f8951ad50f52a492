using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Doorway.Cli.Checks.Batch;

namespace Doorway.Tests.Command;

/// <summary>`doorway check batch`: a folder of submissions.</summary>
public sealed class CheckBatchTests : IDisposable
{
    const string Case = "tcp/stream/split-write";

    readonly TemporaryFolder _folder = new();
    readonly int _port = FreePorts.Next();

    string Submissions => _folder.File("submissions");

    string Reports => _folder.File("reports");

    [Fact]
    public async Task Each_gets_its_report_and_one_that_hangs_holds_up_no_other()
    {
        Submit("ada", "good/line_server.py");
        Submit("bob; rm 'x'", "bad/split_write.py");
        Submit("eve", null, "import time\nwhile True: time.sleep(1)\n");
        Submit("=1+1", null, "raise SystemExit('no, \\x1b[2J never')\n");
        Directory.CreateDirectory(Path.Combine(Submissions, ".git"));
        File.WriteAllText(Path.Combine(Submissions, "read me.txt"), "");

        await using DoorwayProcess batch = Batch("--reports", Reports, "--timeout", "12s");
        Assert.Equal(1, await batch.WaitForExitAsync(Deadline.Long));

        Assert.Equal(
            ["=1+1|not started", "ada|right", "bob; rm 'x'|wrong", "eve|not started"],
            Regex.Matches(batch.Output.Text, @"(?m)^\| (\S[^|]*?) +\| (right|wrong|[a-z ]+?) +\|")
                .Select(row => $"{row.Groups[1].Value}|{row.Groups[2].Value}")
                .Where(row => !row.StartsWith("submission")));
        Assert.EndsWith("4 submissions: 2 not started, 1 right, 1 wrong\n", batch.Output.Text);
        Assert.Equal(
            ["=1+1", "ada", "bob; rm 'x'", "eve"],
            batch.Errors.Lines.Where(line => line.Contains(": "))
                .Select(line => line.Split(": ")[0]).Order(StringComparer.Ordinal));
        Assert.Equal(
            Regex.Matches("=1+1 ada eve", @"\S+").Select(name => name.Value).Append("bob; rm 'x'")
                .SelectMany(name => (string[])[$"{name}.html", $"{name}.json", $"{name}.txt"])
                .Append("results.csv").Order(StringComparer.Ordinal),
            Directory.GetFiles(Reports).Select(Path.GetFileName).Order(StringComparer.Ordinal)!);
        Assert.Contains(
            $"MUST  {Case}", File.ReadAllText(Path.Combine(Reports, "bob; rm 'x'.txt")));
        string[] rows = File.ReadAllLines(Path.Combine(Reports, "results.csv"));
        Assert.StartsWith("submission,verdict,exit_code,", rows[0]);
        Assert.StartsWith("'=1+1,not started,3,", rows[1]);
        Assert.Matches($"^bob; rm 'x',wrong,1,.*,0,1,0,0,0,0,{Case},", rows[3]);
        Assert.DoesNotContain(batch.Output.Text + rows[1], letter => letter == '\e');
    }

    [Fact]
    public async Task Events_tell_of_each_and_the_document_of_all()
    {
        Submit("ada", "good/line_server.py");
        await using DoorwayProcess stream = Batch("--json-stream");
        Assert.Equal(0, await stream.WaitForExitAsync(Deadline.Long));
        Assert.Equal(
            ["submission", "ended"], stream.Output.Lines.Where(line => line.Length > 0)
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()));
        await using DoorwayProcess whole = Batch("--json", "-q");
        Assert.Equal(0, await whole.WaitForExitAsync(Deadline.Long));
        using JsonDocument document = JsonDocument.Parse(whole.Output.Text);
        JsonElement one = document.RootElement.GetProperty("submissions").EnumerateArray().Single();
        Assert.Equal("right", one.GetProperty("verdict").GetString());
        Assert.Equal(1, one.GetProperty("must").GetProperty("held").GetInt32());
        Assert.Empty(whole.Errors.Text);
    }

    [Fact]
    public async Task On_a_terminal_there_is_a_bar_and_the_cursor_comes_back()
    {
        Submit("ada", "good/line_server.py");
        await using ChildProcess terminal = PseudoTerminal.Start(["TERM=xterm"], Words());
        Assert.Equal(0, await terminal.WaitForExitAsync(Deadline.Long));
        string text = terminal.Output.Text;
        Assert.Contains("0 of 1: ada", text);
        int shown = text.LastIndexOf("\e[?25h", StringComparison.Ordinal);
        Assert.True(shown > text.LastIndexOf("\e[?25l", StringComparison.Ordinal));
        Assert.Contains("| ada ", text[shown..]);
    }

    [Fact]
    public async Task Interrupted_it_shows_what_it_has()
    {
        Submit("ada", "good/line_server.py");
        Submit("eve", null, "import time\nwhile True: time.sleep(1)\n");
        await using DoorwayProcess batch = Batch(
            "--jobs", "1", "--timeout", "60s", "--case-timeout", "60s");
        await batch.Errors.WaitForAsync("^ada: right");
        await Task.Delay(500);
        batch.Signal(ChildProcess.SIGINT);
        Assert.Equal(130, await batch.WaitForExitAsync());
        Assert.Contains("| ada ", batch.Output.Text);
    }

    [Fact]
    public async Task A_check_that_is_killed_costs_one_report_and_leaves_that_one_whole()
    {
        Submit("ada", "good/line_server.py");
        Submit("eve", null, "while True: pass\n"); // it takes a while to see what it is
        await using DoorwayProcess batch = Batch("--reports", Reports, "--jobs", "1");
        await batch.Errors.WaitForAsync("^ada: right");
        await KillCheckOfAsync("eve");
        Assert.Equal(4, await batch.WaitForExitAsync(Deadline.Long));
        Assert.Matches(@"\| eve +\| not judged +\|", batch.Output.Text);
        using JsonDocument report = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Reports, "eve.json")));
        Assert.False(report.RootElement.GetProperty("complete").GetBoolean());
    }

    // By the command line of its process, which names the report.
    async Task KillCheckOfAsync(string name)
    {
        string mark = $"\0{Path.Combine(Reports, name)}.json\0";
        DateTime deadline = DateTime.UtcNow + Deadline.Default;
        while (DateTime.UtcNow < deadline)
        {
            foreach (Process process in Process.GetProcesses())
            {
                using (process)
                {
                    if (File.Exists(Path.Combine(Reports, $"{name}.json")) // written last
                        && CommandLineOf(process).Contains(mark))
                    {
                        process.Kill();
                        return;
                    }
                }
            }

            await Task.Delay(20);
        }

        Assert.Fail($"no check of {name} was seen");
    }

    static string CommandLineOf(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    [Fact]
    public void A_place_is_filled_in_after_the_command_was_split()
    {
        var one = new Submission("a b", "/x/a b $(c) 'd'");
        Assert.Equal(
            ["python3", "-u", "/x/a b $(c) 'd'/server.py", "--of=/x/a b $(c) 'd'"],
            Doorway.Services.CommandLine.Split(one.Command("python3 -u {}/server.py '--of={}'")));
    }

    void Submit(string name, string? program, string text = "")
    {
        string folder = Directory.CreateDirectory(Path.Combine(Submissions, name)).FullName;
        File.WriteAllText(
            Path.Combine(folder, "server.py"),
            program is null ? text : File.ReadAllText(Path.Combine(Programs.Peers, program)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        }
    }

    DoorwayProcess Batch(params string[] options) => DoorwayProcess.Start(Words(options));

    string[] Words(params string[] options) =>
    [
        "check", "batch", Submissions, "--run", $"python3 {{}}/server.py {_port}", "server",
        $"tcp://:{_port}", "--profile", "line", "--only", Case, .. options,
    ];

    public void Dispose() => _folder.Dispose();
}

using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Doorway.Tests.Command;
using Doorway.Watch;

namespace Doorway.Tests.Watch;

/// <summary>`doorway watch`, from its start to its end.</summary>
[SupportedOSPlatform("linux")]
public sealed class WatchCommandTests
{
    static string Kind(JsonElement seen) => seen.GetProperty("kind").GetString()!;

    static string Text(JsonElement seen, string name) =>
        seen.TryGetProperty(name, out JsonElement value) ? value.ToString() : "";

    static string Message(JsonElement seen) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(Text(seen, "text")));

    [Fact]
    public async Task The_lab_answers_over_both_transports_and_both_ends_calls_are_seen()
    {
        await using WatchProcess watch = await WatchProcess.StartAsync();
        JsonElement session = await watch.SessionAsync();
        Assert.True(session.GetProperty("lab").GetBoolean());
        Assert.Equal("concurrent", session.GetProperty("serverMode").GetString());
        foreach (string transport in (string[])["udp", "tcp"])
        {
            JsonElement reply = await watch.PostAsync(
                "ask", $$"""{"transport":"{{transport}}","text":"straße"}""");
            Assert.Equal("STRASSE", reply.GetProperty("answer").GetString());
            List<JsonElement> events = await watch.EventsAsync(seen =>
                Kind(seen) == "call" && Text(seen, "process") == "2"
                && Text(seen, "transport") == transport && Text(seen, "call") == "close");
            foreach (int process in (int[])[1, 2, 3])
            {
                Assert.Contains(events, seen => Kind(seen) == "call"
                    && Text(seen, "process") == $"{process}" && Message(seen) == "straße");
            }
        }
    }

    [Fact]
    public async Task The_labs_sliders_lose_every_datagram_and_the_fate_is_told()
    {
        await using WatchProcess watch = await WatchProcess.StartAsync();
        JsonElement link = await watch.PostAsync(
            "link", """{"direction":"server","name":"loss","value":100}""");
        JsonElement loss = link.GetProperty("impairments").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == "loss");
        Assert.Equal(100, loss.GetProperty("toServer").GetDouble());
        Assert.Equal(0, loss.GetProperty("toClient").GetDouble());
        Assert.EndsWith(" --loss 100%", link.GetProperty("command").GetString());
        JsonElement reply = await watch.PostAsync("ask", """{"transport":"udp","text":"lost"}""");
        Assert.StartsWith("TIMEOUT", reply.GetProperty("error").GetString());
        await watch.EventsAsync(seen => Kind(seen) == "fate"
            && Text(seen, "words") == "#1 client->server dropped: loss 100%"
            && Text(seen, "loss") == "True");
        await watch.PostAsync("link", """{"direction":"server","name":"loss","value":0}""");
        reply = await watch.PostAsync("ask", """{"transport":"udp","text":"again"}""");
        Assert.Equal("AGAIN", reply.GetProperty("answer").GetString());
    }

    [Fact]
    public async Task One_at_a_time_the_others_are_seen_to_wait()
    {
        await using WatchProcess watch = await WatchProcess.StartAsync();
        JsonElement mode = await watch.PostAsync("mode", """{"mode":"iterative"}""");
        Assert.Equal("iterative", mode.GetProperty("serverMode").GetString());
        JsonElement reply = await watch.PostAsync(
            "ask", """{"transport":"tcp","text":"wait","clients":4}""");
        Assert.All(
            reply.GetProperty("answers").EnumerateArray(),
            one => Assert.Equal("WAIT", one.GetProperty("answer").GetString()));
        Assert.Equal(4, reply.GetProperty("answers").GetArrayLength());
        List<JsonElement> seen = await watch.AllEventsAsync(
            events => Waiting(events) is [.., 0] waiting && waiting.Max() >= 2);
        Assert.InRange(Waiting(seen).Max(), 2, 4);
    }

    // How many waited, of the server's present listening socket.
    static int[] Waiting(List<JsonElement> events)
    {
        JsonElement listen = events.LastOrDefault(
            seen => Text(seen, "call") == "listen" && Text(seen, "process") == "1");
        return listen.ValueKind == JsonValueKind.Undefined ? [] :
        [
            .. events
                .Where(seen => Kind(seen) == "queue"
                    && Text(seen, "socket") == Text(listen, "socket"))
                .Select(seen => seen.GetProperty("waiting").GetInt32()),
        ];
    }

    [Fact]
    public async Task Anybodys_server_and_client_are_watched_and_typed_at()
    {
        int port = FreePorts.Next();
        string peers = Path.Combine(Programs.Repository, "tests", "peers");
        await using WatchProcess watch = await WatchProcess.StartAsync(
            "--run", $"python3 '{peers}/tcp_server.py' {port}",
            "--run", $"python3 '{peers}/tcp_client.py' localhost {port}");
        JsonElement[] programs =
            [.. (await watch.SessionAsync()).GetProperty("programs").EnumerateArray()];
        Assert.Equal(2, programs.Length);
        Assert.True(programs[1].GetProperty("canType").GetBoolean());
        int client = programs[1].GetProperty("process").GetInt32();
        await watch.PostAsync("type", $$"""{"process":{{client}},"text":"hello\n"}""");
        List<JsonElement> events = await watch.EventsAsync(seen => Kind(seen) == "program"
            && Text(seen, "process") == $"{client}" && Text(seen, "step") == "ended");
        Assert.Contains(events, seen => Kind(seen) == "call" && Text(seen, "call") == "accept4");
        Assert.Contains(events, seen => Kind(seen) == "output"
            && Message(seen).Contains("HELLO", StringComparison.Ordinal));
        int server = programs[0].GetProperty("process").GetInt32();
        Assert.True(Directory.Exists($"/proc/{server}"));
        Assert.Equal(130, await watch.StopAsync());
        Assert.False(Directory.Exists($"/proc/{server}"));
    }

    [Fact]
    public async Task What_was_recorded_is_watched_again_without_the_programs()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("lab.pcapng");
        await using (WatchProcess watch = await WatchProcess.StartAsync("--record", file))
        {
            await watch.PostAsync("ask", """{"transport":"udp","text":"keep me"}""");
            Assert.Equal(130, await watch.StopAsync());
            Assert.Contains($"recorded in {file}", watch.Process.Errors.Text);
        }

        await using WatchProcess replay = await WatchProcess.StartAsync(file);
        JsonElement session = await replay.SessionAsync();
        Assert.Equal("replay", session.GetProperty("mode").GetString());
        Assert.True(session.GetProperty("ended").GetBoolean());
        await replay.EventsAsync(seen => Kind(seen) == "call"
            && Text(seen, "process") == "2" && Message(seen) == "KEEP ME");
        using RecordingReader download = RecordingReader.Open(
            new MemoryStream(await replay.BytesAsync("recording")));
        Assert.Contains(download.Read(), seen => seen is CallEvent { Call: "recvfrom" });
        Assert.Equal(130, await replay.StopAsync());
    }

    [Fact]
    public async Task A_link_run_is_recorded_to_be_watched()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("link.pcapng");
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("udp://127.0.0.1:0");
        await using (LinkProcess link = await LinkProcess.StartAsync(
            "udp://127.0.0.1:0", server.Addresses[0], "--loss", "100%", "--record", file))
        {
            await using DoorwayProcess client = DoorwayProcess.Start(
                "connect", "--timeout", "200ms", link.Listen);
            await client.WriteLineAsync("hello");
            client.CloseInput();
            await client.WaitForExitAsync();
            link.Process.Signal(ChildProcess.SIGINT);
            Assert.Equal(130, await link.Process.WaitForExitAsync());
        }

        using RecordingReader recording = RecordingReader.Open(file);
        WatchEvent[] events = [.. recording.Read()];
        Assert.Contains(events, seen => seen is FateEvent { IsLoss: true } fate
            && fate.Words == "#1 client->server dropped: loss 100%");
        Assert.Contains(events, seen => seen is CallEvent { Process: 3, Call: "recvfrom" });
    }

    [Fact]
    public async Task In_a_network_of_its_own_the_page_is_reached_and_frames_are_seen()
    {
        await using WatchProcess watch = await WatchProcess.StartAsync("--own-network");
        JsonElement frames =
            (await watch.SessionAsync()).GetProperty("sources").GetProperty("frames");
        Assert.True(frames.GetProperty("on").GetBoolean(), frames.ToString());
        await watch.PostAsync("ask", """{"transport":"udp","text":"inside"}""");
        List<JsonElement> events = await watch.EventsAsync(
            seen => Kind(seen) == "frame" && Message(seen) == "INSIDE");
        // Nobody else has these ports there.
        Assert.Contains(events, seen => Kind(seen) == "frame"
            && Text(seen, "destination") == "127.0.0.1:12000");
        Assert.NotEqual(
            File.ReadAllText("/proc/self/net/dev"),
            File.ReadAllText($"/proc/{watch.Process.Id}/net/dev"));
        Assert.Equal(130, await watch.StopAsync());
    }

    [Fact]
    public async Task A_taken_port_and_a_missing_program_are_one_line()
    {
        await using WatchProcess watch = await WatchProcess.StartAsync();
        foreach (string[] more in (string[][])[["--ports", "1"], ["--own-network"]])
        {
            await using DoorwayProcess second = DoorwayProcess.Start(
                ["watch", "--page-port", $"{watch.Link.Port}", .. more]);
            Assert.Equal(1, await second.WaitForExitAsync());
            string line = Assert.Single(second.Errors.Lines);
            Assert.StartsWith(
                $"doorway: IN-USE --page-port {watch.Link.Port}: it is taken by", line);
            Assert.EndsWith("; choose another, or leave it out", line);
        }

        await using DoorwayProcess third = DoorwayProcess.Start("watch", "--", "no.such.program");
        Assert.Equal(1, await third.WaitForExitAsync());
        Assert.Contains("no.such.program", Assert.Single(third.Errors.Lines));
        Assert.DoesNotContain("http", third.Output.Text);
    }

    [Fact]
    public async Task The_ladder_is_drawn_in_the_terminal_until_the_programs_have_ended()
    {
        await using DoorwayProcess watch = DoorwayProcess.Start(
            "watch", "--text", "--", "python3", "-c",
            "import socket; socket.create_server(('127.0.0.1', 0)); print(input())");
        await watch.WriteLineAsync("typed here");
        Assert.Equal(0, await watch.WaitForExitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("listen(", watch.Output.Text);
        Assert.Contains("typed here", watch.Output.Text);
        Assert.DoesNotContain("http", watch.Output.Text);
    }

    [Fact]
    public async Task The_browser_is_led_to_the_page_and_no_command_line_tells_the_secret()
    {
        using var folder = new TemporaryFolder();
        string opened = folder.File("opened");
        string browser = folder.File("xdg-open");
        File.WriteAllText(
            browser,
            $"""
            #!/bin/sh
            (printf '%s\n' "$1"; cat "$1"; ls -l "$1") >'{opened}.new'
            mv '{opened}.new' '{opened}'

            """);
        File.SetUnixFileMode(
            browser, File.GetUnixFileMode(browser) | UnixFileMode.UserExecute);
        await using WatchProcess watch = await WatchProcess.ReadyAsync(DoorwayProcess.Start(
            new ChildOptions
            {
                Environment = new Dictionary<string, string?>
                {
                    ["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}",
                },
            },
            "watch", "--open"));
        DateTime end = DateTime.UtcNow + Deadline.Default;
        while (!File.Exists(opened) && DateTime.UtcNow < end)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        string[] lines = File.ReadAllLines(opened);
        Assert.DoesNotContain(watch.Link.AbsolutePath, lines[0]);
        Assert.Contains(watch.Link.ToString(), lines[1]);
        Assert.Contains("-rw-------", File.ReadAllText(opened));
        Assert.Equal(130, await watch.StopAsync());
        Assert.False(File.Exists(lines[0]));
    }

    [Fact]
    public async Task The_events_come_as_lines_of_JSON_too()
    {
        await using DoorwayProcess watch = DoorwayProcess.Start("watch", "--json-stream");
        await watch.Output.WaitForAsync("\"call\":\"listen\"", TimeSpan.FromSeconds(30));
        watch.Signal(ChildProcess.SIGTERM);
        Assert.Equal(143, await watch.WaitForExitAsync());
        string[] names = [.. watch.Output.Lines.Select(line =>
            JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!)];
        Assert.Contains("ready", names);
        Assert.Equal("ended", names[^1]);
    }
}

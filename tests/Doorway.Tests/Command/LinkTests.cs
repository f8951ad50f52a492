using System.Text;
using System.Text.Json;
using Doorway.Tests.Acceptance;

namespace Doorway.Tests.Command;

/// <summary>The link as a process: what it carries, says and counts, and how it ends.</summary>
public sealed class LinkTests : IAsyncLifetime
{
    readonly TemporaryFolder _folder = new();
    DoorwayProcess _server = null!;

    string Udp => Server("udp");

    string Tcp => Server("tcp");

    string Server(string scheme) =>
        _server.Addresses.First(address => address.StartsWith($"{scheme}:"));

    public async ValueTask InitializeAsync() => _server = await DoorwayProcess.ServeAsync(
        "udp://127.0.0.1:0", "tcp://127.0.0.1:0", $"unix:{_folder.File("s")}",
        $"unixgram:{_folder.File("d")}");

    [Theory]
    [InlineData("udp", "udp://127.0.0.1:0")]
    [InlineData("tcp", "tcp://127.0.0.1:0")]
    [InlineData("unix", "unix:FOLDER/listen")]
    [InlineData("unixgram", "unixgram:FOLDER/listen")]
    [InlineData("unix", "tcp://127.0.0.1:0")]
    [InlineData("tcp", "unix:FOLDER/listen")]
    [InlineData("unixgram", "udp://127.0.0.1:0")]
    [InlineData("udp", "unixgram:FOLDER/listen")]
    public async Task A_client_talks_to_the_server_through_it(string scheme, string listen)
    {
        await using LinkProcess link = await LinkProcess.StartAsync(
            listen.Replace("FOLDER", _folder.Path), Server(scheme));
        Assert.DoesNotMatch(":0$", link.Listen);
        await using var client = DoorwayProcess.Start(
            "connect", "--timeout", "20s", link.Listen);
        Assert.Equal("HELLO\nWORLD\n", await client.FilterAsync("hello\nworld\n"));
        JsonElement report = await link.StopAsync();
        Assert.Equal(link.Listen, report.GetProperty("listen").GetString());
        Assert.Equal(Server(scheme), report.GetProperty("target").GetString());
        JsonElement toServer = report.GetProperty("toServer");
        Assert.InRange(toServer.Of("received"), 1, 2);
        Assert.Equal(toServer.Of("received"), toServer.Of("forwarded"));
        Assert.Equal(scheme is "tcp" or "unix" ? 12 : 10, toServer.Of("bytesForwarded"));
    }

    [Fact]
    public async Task What_was_done_is_told_at_the_end_a_line_for_each_direction()
    {
        await using LinkProcess link = await LinkProcess.StartAsync(
            "udp://127.0.0.1:0", Udp, "--loss", "to-server:50%", "--duplicate", "to-client:100%",
            "--corrupt", "to-client:100%", "--seed", "3", "-v");
        using var client = new DatagramPeer(link.Port);
        for (int i = 0; i < 40; i++)
        {
            await client.SendAsync(Encoding.ASCII.GetBytes($"message {i}"));
        }

        await link.Errors.WaitForAsync("^#40 client->server");
        int passed = link.Fates.Count(line => line.EndsWith(" client->server passed"));
        Assert.InRange(passed, 5, 35);
        for (int i = 0; i < 2 * passed; i++)
        {
            Assert.NotNull(await client.ReceiveAsync(Deadline.Default));
        }

        JsonElement report = await link.StopAsync();
        Assert.Contains(
            "doorway: stopped: client->server: 40 received, "
            + $"{passed} forwarded, {40 - passed} lost\n", link.Errors.Text);
        Assert.Contains(
            $"doorway: stopped: server->client: {passed} received, {passed} forwarded, "
            + $"{passed} duplicated, {passed} corrupted\n", link.Errors.Text);
        JsonElement toServer = report.GetProperty("toServer");
        Assert.Equal("loss 50%", toServer.GetProperty("impairments").GetString());
        Assert.Equal((40, passed, 40 - passed), (
            toServer.Of("received"), toServer.Of("forwarded"), toServer.Of("lost")));
        Assert.Equal(passed, report.GetProperty("toClient").Of("duplicated"));
        Assert.Equal(3, report.GetProperty("seed").GetInt32());
    }

    [Theory]
    [InlineData("--seed", "7")]
    [InlineData("--preset", "textbook", "--seed", "18446744073709551615")]
    [InlineData("--burst-loss", "20%,50%", "--corrupt", "10%", "--delay", "5ms,2ms,normal",
        "--seed", "1")]
    public async Task The_same_seed_gives_the_same_messages_the_same_fate(params string[] options)
    {
        string[] first = await FatesAsync([.. options, "--loss", "20%"]);
        Assert.Equal(first, await FatesAsync([.. options, "--loss", "20%"]));
        Assert.Contains(first, line => line.Contains("dropped: loss 20%"));
        string[] other = [.. options[..^1], "8"];
        Assert.NotEqual(first, await FatesAsync([.. other, "--loss", "20%"]));
    }

    [Fact]
    public async Task The_seed_that_is_said_repeats_a_run_that_named_none()
    {
        await using LinkProcess link = await LinkProcess.StartAsync(
            "-v", "udp://127.0.0.1:0", Udp, "--loss", "30%");
        string[] first = await FatesAsync(link);
        Assert.Equal(
            first, await FatesAsync(["--loss", "30%", "--seed", $"{link.Seed}"]));
    }

    [Fact]
    public async Task The_stream_of_events_tells_fates_changes_and_the_end()
    {
        await using LinkProcess link = await LinkProcess.StreamAsync(
            "udp://127.0.0.1:0", Udp, "--delay", "to-client:10ms", "--seed", "5");
        using var client = new DatagramPeer(link.Port);
        Assert.Equal("HI"u8.ToArray(), await client.AskAsync("hi"u8.ToArray()));
        await link.Process.WriteLineAsync("both: loss 100%");
        await link.Process.Output.WaitForAsync("\"event\":\"changed\".*server->client");
        await client.SendAsync("lost"u8.ToArray());
        await link.Process.Output.WaitForAsync("\"event\":\"fate\".*#2 client->server");
        link.Process.Signal(ChildProcess.SIGINT);
        Assert.Equal(130, await link.Process.WaitForExitAsync());
        JsonElement[] events = [.. link.Process.Output.Lines.Select(line =>
        {
            using JsonDocument one = JsonDocument.Parse(line);
            return one.RootElement.Clone();
        })];
        JsonElement ready = events[0];
        Assert.Equal("ready", Name(ready));
        Assert.Equal(
            (link.Listen, "none", "delay 10ms", 5),
            (Text(ready, "listen"), Text(ready, "toServer"), Text(ready, "toClient"),
                ready.GetProperty("seed").GetInt32()));
        JsonElement[] fates = [.. events.Where(one => Name(one) == "fate")];
        Assert.Equal(
            ["#1 client->server passed", "#1 server->client delayed 10ms: delay 10ms",
                "#2 client->server dropped: loss 100%"],
            fates.Select(one => Text(one, "text")));
        Assert.Equal((0, 0.01, false), Waited(fates[0], fates[1]));
        Assert.True(fates[2].GetProperty("dropped").GetBoolean());
        Assert.Equal(4, fates[2].GetProperty("length").GetInt32());
        Assert.Equal($"127.0.0.1:{client.Port}", Text(fates[2], "client"));
        Assert.Equal(
            ["changed: client->server loss 100%", "changed: server->client loss 100%, delay 10ms"],
            events.Where(one => Name(one) == "changed").Select(one => Text(one, "text")));
        Assert.Equal("stopped", Name(events[^1]));
        Assert.Equal(1, events[^1].GetProperty("toServer").Of("lost"));

        static string Name(JsonElement one) => Text(one, "event");
        static string Text(JsonElement one, string name) => one.GetProperty(name).GetString()!;
        static (double, double, bool) Waited(JsonElement first, JsonElement second) => (
            first.GetProperty("delaySeconds").GetDouble(),
            second.GetProperty("delaySeconds").GetDouble(),
            second.GetProperty("dropped").GetBoolean());
    }

    [Fact]
    public async Task Quiet_it_says_nothing()
    {
        int port = FreePorts.Next();
        await using var link = DoorwayProcess.Start(
            "link", "-q", "-v", $"udp://127.0.0.1:{port}", Udp, "--loss", "both:10%");
        await FreePorts.WaitUntilOpenAsync("udp", port, link);
        await link.WriteLineAsync("loss 20%");
        await link.WriteLineAsync("nonsense");
        await link.Errors.WaitForAsync("nonsense");
        link.Signal(ChildProcess.SIGTERM);
        Assert.Equal(143, await link.WaitForExitAsync());
        Assert.Contains("nonsense", Assert.Single(link.Errors.Lines));
        Assert.Empty(link.Output.Text);
    }

    [Theory]
    [InlineData(ChildProcess.SIGINT, 130)]
    [InlineData(ChildProcess.SIGTERM, 143)]
    public async Task The_first_signal_lets_what_waits_go_out(int signal, int code)
    {
        await using LinkProcess link = await LinkProcess.StartAsync(
            "udp://127.0.0.1:0", Udp, "--delay", "both:700ms", "-v");
        using var client = new DatagramPeer(link.Port);
        await client.SendAsync("hello"u8.ToArray());
        await link.Errors.WaitForAsync("^#1 server->client");
        link.Process.Signal(signal);
        await link.Errors.WaitForAsync("^doorway: stopping: what waits in the link");
        Assert.Equal("HELLO"u8.ToArray(), await client.ReceiveAsync(Deadline.Default));
        Assert.Equal(code, await link.Process.WaitForExitAsync());
        Assert.Contains("stopped: server->client: 1 received, 1 forwarded", link.Errors.Text);
    }

    [Fact]
    public async Task The_second_signal_quits_at_once()
    {
        await using LinkProcess link = await LinkProcess.StartAsync(
            "udp://127.0.0.1:0", Udp, "--delay", "1000s", "-v");
        using var client = new DatagramPeer(link.Port);
        await client.SendAsync("hello"u8.ToArray());
        await link.Errors.WaitForAsync("^#1 client->server");
        link.Process.Signal(ChildProcess.SIGINT);
        await link.Errors.WaitForAsync("^doorway: stopping: ");
        await Task.Delay(300);
        Assert.False(link.Process.HasExited);
        link.Process.Signal(ChildProcess.SIGINT);
        Assert.Equal(130, await link.Process.WaitForExitAsync(TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task Under_timeout_which_signals_twice_at_once_it_still_sums_up()
    {
        await using ChildProcess link = DoorwayProcess.StartUnder(
            ["timeout", "3"], "link", "udp://127.0.0.1:0", Udp);
        Assert.Equal(124, await link.WaitForExitAsync());
        Assert.Contains("stopped: server->client: 0 received", link.Errors.Text);
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task A_server_that_refuses_is_a_notice_and_the_link_goes_on(string scheme)
    {
        int port = FreePorts.Next();
        await using LinkProcess link = await LinkProcess.StartAsync(
            $"{scheme}://127.0.0.1:0", $"{scheme}://127.0.0.1:{port}");
        await using var client = DoorwayProcess.Start(
            "connect", "--timeout", "500ms", link.Listen);
        await client.WriteLineAsync("hello");
        client.CloseInput();
        await client.WaitForExitAsync();
        await link.Errors.WaitForAsync(
            $"^doorway: client .*: REFUSED {scheme}://127.0.0.1:{port}: no server listens there$");
        await using DoorwayProcess server =
            await DoorwayProcess.ServeAsync($"{scheme}://127.0.0.1:{port}");
        await using var again = DoorwayProcess.Start(
            "connect", "--timeout", "20s", link.Listen);
        Assert.Equal("HELLO\n", await again.FilterAsync("hello\n"));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_a_failure_that_names_another()
    {
        await using var link = DoorwayProcess.Start("link", Tcp, "tcp://127.0.0.1:1");
        Assert.Equal(1, await link.WaitForExitAsync());
        int port = _server.Port("tcp://127.0.0.1");
        Assert.Matches(
            $@"^doorway: IN-USE {Tcp}: port {port} is taken by .*; stop it, or choose another "
            + $"port: doorway link tcp://127.0.0.1:{port + 1} tcp://127.0.0.1:1$",
            Assert.Single(link.Errors.Lines));
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_a_failure()
    {
        await using var link = DoorwayProcess.Start(
            "link", "udp://127.0.0.1:0", "udp://nosuch.invalid:1");
        Assert.Equal(1, await link.WaitForExitAsync());
        Assert.StartsWith("doorway: DNS ", Assert.Single(link.Errors.Lines));
    }

    [Fact]
    public async Task Every_interface_is_said_aloud()
    {
        await using LinkProcess link = await LinkProcess.StartAsync("udp://:0", Udp);
        await link.Errors.WaitForAsync("^doorway: udp://.* is every interface: whoever reaches");
    }

    async Task<string[]> FatesAsync(string[] options)
    {
        await using LinkProcess link = await LinkProcess.StartAsync(
            ["-v", "udp://127.0.0.1:0", Udp, .. options]);
        return await FatesAsync(link);
    }

    // The fates of 60 datagrams, one at a time, on the way to the server.
    static async Task<string[]> FatesAsync(LinkProcess link)
    {
        using var client = new DatagramPeer(link.Port);
        for (int i = 1; i <= 60; i++)
        {
            await client.SendAsync(Encoding.ASCII.GetBytes($"message {i}"));
            await link.Errors.WaitForAsync($"^#{i} client->server ");
        }

        return [.. link.Fates.Where(line => line.Contains(" client->server "))];
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}

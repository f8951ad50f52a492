using System.Text;
using Doorway.Tests.Acceptance;

namespace Doorway.Tests.Command;

/// <summary>A link is changed while it runs, by lines of its standard input.</summary>
public sealed class LinkControlTests : IAsyncLifetime
{
    DoorwayProcess _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await DoorwayProcess.ServeAsync("udp://127.0.0.1:0");

    Task<LinkProcess> LinkAsync(params string[] options) =>
        LinkProcess.StartAsync(["udp://127.0.0.1:0", _server.Addresses[0], .. options]);

    [Fact]
    public async Task A_line_changes_what_is_done_from_then_on_and_is_confirmed()
    {
        await using LinkProcess link = await LinkAsync("-v");
        using var client = new DatagramPeer(link.Port);
        Assert.Equal("ONE"u8.ToArray(), await client.AskAsync("one"u8.ToArray()));
        await link.TypeAsync("loss 100%", "^doorway: changed: client->server loss 100%$");
        await client.SendAsync("two"u8.ToArray());
        await link.Errors.WaitForAsync("^#2 client->server dropped: loss 100%$");
        await link.TypeAsync("loss off", "^doorway: changed: client->server none$");
        Assert.Equal("THREE"u8.ToArray(), await client.AskAsync("three"u8.ToArray()));
        await link.TypeAsync(
            "to-client: duplicate 100%", "^doorway: changed: server->client duplicate 100%$");
        Assert.Equal("FOUR"u8.ToArray(), await client.AskAsync("four"u8.ToArray()));
        Assert.Equal("FOUR"u8.ToArray(), await client.ReceiveAsync(Deadline.Default));
    }

    [Theory]
    [InlineData("both: delay 5ms", "delay 5ms", "delay 5ms")]
    [InlineData("preset lossy", "loss 10%", "loss 10%")]
    [InlineData("to-client: preset textbook", "loss 1%, corrupt 2%",
        "loss 5%, duplicate 2%, reorder 5%")]
    [InlineData("off", "none", "none")]
    [InlineData("to-client: off", "loss 1%, corrupt 2%", "none")]
    [InlineData("both: loss off", "corrupt 2%", "corrupt 2%")]
    public async Task Show_tells_what_is_done_now(string line, string toServer, string toClient)
    {
        string[] before = line.StartsWith("both: delay") ? []
            : ["--loss", "both:1%", "--corrupt", "both:2%"];
        await using LinkProcess link = await LinkAsync(before);
        await link.TypeAsync(line, "^doorway: changed: ");
        await link.TypeAsync("show", $"""
            ^doorway: now: client->server: {toServer}
            doorway: so far: client->server: 0 received, 0 forwarded
            doorway: now: server->client: {toClient}
            doorway: so far: server->client: 0 received, 0 forwarded$
            """);
    }

    [Theory]
    [InlineData("loss", "loss needs a value: loss PERCENT, or loss off")]
    [InlineData("loss 5", "\"5\" is no share from 0% to 100%; write 5%")]
    [InlineData("lose 5%", "\"lose\" is no impairment; write one of ")]
    [InlineData("to-mars: loss 5%", "\"to-mars:\" is no direction")]
    [InlineData("preset 9g", "\"9g\" is no preset")]
    [InlineData("show me", "\"show\" is no impairment")]
    [InlineData("\x1b[31mred", "\"\\x1b[31mred\" is no impairment")]
    public async Task A_bad_line_is_one_clear_line_and_changes_nothing(string line, string why)
    {
        await using LinkProcess link = await LinkAsync("--loss", "both:1%");
        int before = link.Errors.Lines.Length;
        await link.TypeAsync(line, "^doorway: .*nothing is changed");
        Assert.Contains(why, Assert.Single(link.Errors.Lines[before..]));
        await link.TypeAsync("show", "^doorway: now: client->server: loss 1%$");
        await link.Errors.WaitForAsync("^doorway: now: server->client: loss 1%$");
    }

    [Fact]
    public async Task What_does_nothing_to_a_stream_is_refused_and_a_preset_cut_to_what_does()
    {
        await using LinkProcess link = await LinkProcess.StartAsync(
            "tcp://127.0.0.1:0", "tcp://127.0.0.1:1");
        await link.TypeAsync(
            "both: loss 5%", "^doorway: loss does nothing to streams; .*nothing is changed");
        await link.TypeAsync(
            "preset satellite", "^doorway: changed: server->client rate 10mbit, delay 279ms$");
    }

    [Fact]
    public async Task Help_shows_every_kind_that_acts_here()
    {
        await using LinkProcess link = await LinkAsync();
        await link.TypeAsync("help", "^to-server:, to-client: or both: before it");
        Assert.All(
            ImpairmentSet.Kinds.Where(kind => kind.OnDatagrams),
            kind => Assert.Contains($"\n  {kind.Name} {kind.Form} ", link.Errors.Text));
        Assert.All(
            ImpairmentSet.Kinds.Where(kind => !kind.OnDatagrams),
            kind => Assert.DoesNotContain($"\n  {kind.Name} ", link.Errors.Text));
    }

    [Fact]
    public async Task The_end_of_the_input_changes_nothing()
    {
        await using LinkProcess link = await LinkAsync();
        await link.Process.WriteAsync(Encoding.ASCII.GetBytes("both: delay 1ms"));
        link.Process.CloseInput();
        await link.Errors.WaitForAsync("^doorway: changed: server->client delay 1ms$");
        using var client = new DatagramPeer(link.Port);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal("STILL"u8.ToArray(), await client.AskAsync("still"u8.ToArray()));
        }

        Assert.False(link.Process.HasExited);
    }

    [Fact]
    public async Task In_the_background_of_a_terminal_it_relays_and_is_not_stopped()
    {
        string command =
            $"{DoorwayProcess.InShell} link -v udp://127.0.0.1:0 {_server.Addresses[0]}";
        await using ChildProcess terminal = PseudoTerminal.StartProgram(
            Programs.Find("bash"), "--norc", "-c",
            $"set -m; {command} & read line; read line; kill $!; wait $!");
        string port = (await terminal.Output.WaitForAsync(
            @"ready: udp://127\.0\.0\.1:(\d+) ")).Groups[1].Value;
        using var client = new DatagramPeer(int.Parse(port));
        Assert.Equal("HELLO"u8.ToArray(), await client.AskAsync("hello"u8.ToArray()));
        await terminal.TypeAsync("loss 100%\n");
        Assert.Equal("AGAIN"u8.ToArray(), await client.AskAsync("again"u8.ToArray()));
        await terminal.TypeAsync("end\n");
        await terminal.Output.WaitForAsync("stopped: client->server: 2 received, 2 forwarded");
    }

    [Fact]
    public async Task On_a_terminal_lines_are_typed()
    {
        await using ChildProcess terminal = PseudoTerminal.Start(
            "link", "udp://127.0.0.1:0", _server.Addresses[0]);
        await terminal.Output.WaitForAsync("^doorway: server->client: none");
        await terminal.TypeAsync("loss 5%\n");
        await terminal.Output.WaitForAsync("^doorway: changed: client->server loss 5%");
        await terminal.TypeAsync(PseudoTerminal.CtrlC);
        await terminal.Output.WaitForAsync("^doorway: stopped: server->client: 0 received");
        Assert.NotEqual(0, await terminal.WaitForExitAsync());
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

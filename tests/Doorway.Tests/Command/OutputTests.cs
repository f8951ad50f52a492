using System.Text.Json;

namespace Doorway.Tests.Command;

/// <summary>
/// Data is on standard output, all else on standard error; and both may go away.
/// </summary>
public sealed class OutputTests : IAsyncLifetime
{
    DoorwayProcess _server = null!;

    string Tcp => _server.Addresses.First(address => address.StartsWith("tcp"));

    string Udp => _server.Addresses.First(address => address.StartsWith("udp"));

    public async ValueTask InitializeAsync() =>
        _server = await DoorwayProcess.ServeAsync("tcp://127.0.0.1:0", "udp://127.0.0.1:0");

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task Nothing_but_data_is_on_standard_output(string scheme)
    {
        await using var client = DoorwayProcess.Start(
            "connect", "-v", "--calls", "--timeout", "20s", scheme == "tcp" ? Tcp : Udp);
        Assert.Equal("HELLO\n", await client.FilterAsync("hello\n"));
        Assert.Matches(scheme == "tcp" ? @"connect\(#1" : @"sendto\(#1", client.Errors.Text);
        Assert.Contains("Who called what", client.Errors.Text);
    }

    [Fact]
    public async Task Quiet_a_server_says_nothing()
    {
        int port = FreePorts.Next();
        await using var server = DoorwayProcess.Start(
            "serve", "-q", "--json", $"tcp://127.0.0.1:{port}");
        await FreePorts.WaitUntilOpenAsync("tcp", port, server);
        server.Signal(ChildProcess.SIGTERM);
        Assert.Equal(143, await server.WaitForExitAsync());
        Assert.Empty(server.Errors.Text);
        using JsonDocument counters = JsonDocument.Parse(server.Output.Text);
        Assert.Equal(0, counters.RootElement.Of("accepted"));
    }

    [Fact]
    public async Task Quiet_a_client_still_says_why_it_failed()
    {
        await using var client = DoorwayProcess.Start("connect", "-q", "unix:/nosuch/file");
        Assert.Equal(1, await client.WaitForExitAsync());
        Assert.StartsWith("doorway: NO-ADDRESS", Assert.Single(client.Errors.Lines));
    }

    [Fact]
    public async Task JSON_at_the_end_is_one_document_without_the_data()
    {
        await using var client = DoorwayProcess.Start("connect", "--json", Tcp);
        using JsonDocument result = JsonDocument.Parse(await client.FilterAsync("hello\n"));
        Assert.Equal(6, result.RootElement.Of("bytesSent"));
        Assert.Equal(6, result.RootElement.Of("bytesReceived"));
        Assert.Equal(0, result.RootElement.Of("exitCode"));
    }

    [Theory]
    [InlineData("connect", "tcp")]
    [InlineData("connect", "udp")]
    [InlineData("connect", "tcp", "--json-stream")]
    [InlineData("lab")]
    public async Task When_the_reader_has_gone_it_ends_without_a_word(
        string verb, string scheme = "", string option = "--raw")
    {
        string arguments = verb == "lab"
            ? "--port 0" : $"connect {option} {(scheme == "tcp" ? Tcp : Udp)}";

        // An input without an end: only a filter that notices that head has gone ever ends.
        await using var pipe = ChildProcess.Start("bash", [
            "-c", $"yes hello | {Command} {arguments} | head -1; echo \"${{PIPESTATUS[1]}}\""]);
        Assert.Equal(0, await pipe.WaitForExitAsync());
        Assert.Equal(2, pipe.Output.Lines.Length);
        Assert.Equal("141", pipe.Output.Lines[1]);
        Assert.DoesNotContain("   at ", pipe.Errors.Text);
        Assert.DoesNotContain("doorway:", pipe.Errors.Text);
    }

    [Fact]
    public async Task A_server_serves_on_when_nobody_reads_its_events_any_more()
    {
        await using var pipe = ChildProcess.Start("bash", [
            "-c", $"{Command} serve --json-stream --service greet tcp://127.0.0.1:0 | head -1; "
            + "sleep 60"]);
        string line = (await pipe.Output.WaitForAsync("tcp://127.0.0.1:[0-9]+")).Value;
        for (int i = 0; i < 3; i++)
        {
            await using var client = DoorwayProcess.Start("connect", line);
            Assert.Equal("Thank you for connecting", await client.FilterAsync(""));
        }
    }

    [Fact]
    public async Task What_two_programs_say_into_one_file_is_all_there()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("log");
        await using var shell = ChildProcess.Start("bash", [
            "-c", $"{{ {Command} one; echo between >&2; {Command} two; }} 2> '{file}'"]);
        await shell.WaitForExitAsync();
        string[] lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("doorway: \"one\" is no verb", lines[0]);
        Assert.Equal("between", lines[1]);
        Assert.StartsWith("doorway: \"two\" is no verb", lines[2]);
    }

    [Theory]
    [InlineData("<&-", 0)]
    [InlineData("</dev/null", 0)]
    [InlineData(">&-", 141)]
    [InlineData("2>&-", 0)]
    public async Task A_stream_that_is_closed_from_the_start_is_no_fault(
        string redirection, int code)
    {
        await using var shell = ChildProcess.Start("bash", [
            "-c", $"echo hello | {{ {Command} connect {Tcp} {redirection}; exit $?; }}"]);
        Assert.Equal(code, await shell.WaitForExitAsync());
        Assert.Empty(shell.Errors.Text);
    }

    [Fact]
    public async Task A_full_disk_is_a_failure()
    {
        await using var shell = ChildProcess.Start("bash", [
            "-c", $"echo hello | {Command} connect {Tcp} >/dev/full"]);
        Assert.Equal(1, await shell.WaitForExitAsync());
        Assert.Contains("No space left on device", Assert.Single(shell.Errors.Lines));
    }

    static string Command => DoorwayProcess.InShell;

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

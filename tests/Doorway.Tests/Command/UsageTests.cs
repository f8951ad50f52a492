namespace Doorway.Tests.Command;

/// <summary>
/// A wrong command line: one line on standard error that names the fix, exit code 2.
/// </summary>
public sealed class UsageTests
{
    /// <summary>The command line, split at blanks, and what its line must say.</summary>
    public static TheoryData<string, string> Wrong => new()
    {
        { "nosuch", "doorway serve is the server, doorway connect the client" },
        { "localhost:12000", "doorway connect localhost:12000" },
        { "--nosuch", "--nosuch is no option of doorway (see doorway --help)" },
        { "--port", "--port needs a value: --port N" },
        { "--port x", "--port: \"x\" is not a whole number from 0" },
        { "--port -1", "--port: \"-1\" is not a whole number from 0" },
        { "--port 70000", "a port is at most 65535" },
        { "--timeout 5", "write 500ms, 2s, 10m or 1h" },
        { "--engine steam", "is none of linux, linux-blocking, portable" },
        { "--json --json-stream", "--json and --json-stream exclude each other; leave one out" },
        {
            "connect --json --json-stream localhost:1",
            "--json and --json-stream exclude each other; leave one out"
        },
        { "serve --json --json-stream", "--json and --json-stream exclude each other; leave one out" },
        { "serve --json --json-stream --stdio", "--json and --json-stream exclude each other; leave one out" },
        { "connect", "the address is missing: doorway connect tcp://localhost:12000" },
        { "connect a:1 b:2", "\"b:2\" is one too many" },
        { "connect --nosuch localhost:1", "--nosuch is no option of doorway connect" },
        { "connect localhost", "write localhost:12000 or localhost:http" },
        { "connect tcp://localhost", "write tcp://localhost:12000" },
        { "connect localhost:99999", "above 65535" },
        { "connect http://localhost:1", "'http' is a service, not a way to travel: " },
        { "connect quic://localhost:1", "'quic' is not a scheme (tcp, udp, unix, unixgram)" },
        { "connect unix:", "write unix:/path" },
        { "connect @arguments", "@arguments" },
        { "connect tcp://:12000", "write tcp://localhost:12000" },
        { "connect localhost:0", "name the server's port" },
        { "connect -4 -6 localhost:1", "leave one out" },
        { "connect --timeout 1s --timeout 2s localhost:1", "leave one out" },
        { "connect --timeout 5 localhost:1", "write 500ms, 2s, 10m or 1h" },
        { "connect --timeout 0s localhost:1", "write 1s, or never" },
        { "connect --timeout 99h9 localhost:1", "write 500ms, 2s, 10m or 1h" },
        { "connect --timeout 1000h localhost:1", "write never" },
        { "connect --connect-timeout soon localhost:1", "a time is written 500ms" },
        { "connect --retries -1 udp://localhost:1", "not a whole number from 0" },
        { "connect --retries 2 tcp://localhost:1", "leave it out or connect to udp://" },
        { "connect --broadcast tcp://localhost:1", "leave it out or connect to udp://" },
        { "connect --bind 127.0.0.1:x:y localhost:1", "--bind 127.0.0.1:x:y" },
        { "connect --bind ::1 [::1]:1", "an IPv6 address stands in brackets" },
        { "connect --bind [::1] 127.0.0.1:1", "bind to an address of the same family" },
        { "connect --bind 127.0.0.1 -6 localhost:1", "bind to an address of the same family" },
        { "watch --page-port 70000", "a port is at most 65535" },
        { "watch --page-port x", "--page-port: \"x\" is not a whole number from 0" },
        { "watch --ports 0", "--ports: \"0\" is no port; write 12000,12001" },
        { "watch --ports 12000,", "--ports: \"\" is no port; write 12000,12001" },
        { "watch --ports 99999", "\"99999\" is no port" },
        { "watch --attach me", "--attach: \"me\" is no process number" },
        { "watch --attach 1 --own-network", "--own-network is for programs that are started" },
        { "watch --run 'a", "--run: " },
        { "watch --", "which program? doorway watch -- python3 TCPServer.py" },
        { "watch no.such", "there is no such recording; a program comes after --: " },
        { "watch /dev/null", "/dev/null: this is no recording" },
        { "watch a b", "a recording is watched alone" },
        { "watch a --run true", "a recording is watched alone" },
        { "watch a --record b", "leave --record and --own-network out" },
        { "watch --nosuch", "--nosuch is no option of doorway watch" },
        { "watch --json --json-stream", "exclude each other; leave one out" },
        { "serve tcp://localhost", "write tcp://localhost:12000" },
        { "serve localhost:1:2", "only an IPv6 address has more than one" },
        { "serve --service shout", "is none of upper, echo, greet, chat" },
        { "serve --mode", "--mode needs a value: --mode MODE" },
        { "serve --mode parallel", "is none of concurrent, iterative, process" },
        { "serve --run cat --service echo", "leave one out" },
        { "serve --run cat --mode process", "leave --mode out" },
        { "serve --run cat udp://localhost:0", "use tcp:// or unix:" },
        { "serve --run no-such-program-anywhere", "install it, or give its path" },
        { "serve --run 'open", "has no end" },
        { "serve --run cat --run-timeout 0s", "write 1s, or never" },
        { "serve --run-at-once 0", "not a whole number from 1" },
        { "serve --service chat --mode process", "chat is one room" },
        { "serve --service greet udp://localhost:0", "use tcp:// or unix:" },
        { "serve --text hi", "add --service greet" },
        { "serve --stdio tcp://localhost:0", "leave tcp://localhost:0 out, or --stdio" },
        { "serve --stdio --service chat", "chat needs sockets" },
        { "serve --max-connections 0", "not a whole number from 1" },
        { "serve --max-connections 100000000", "or raise the limit with `ulimit -n" },
        { "serve --max-per-source 1.5", "not a whole number from 1" },
        { "serve --max-unsent 5x", "write 512, 64k or 1m" },
        { "serve --max-unsent 2048m", "not between 1 byte and 1024m" },
        { "serve --busy-share 80", "write 80%" },
        { "serve --busy-share 200%", "write 80%" },
        { "serve --idle -5s", "a time is written 500ms" },
        { "serve --drain", "--drain needs a value: --drain TIME" },
        { "serve --udp-rate 0", "not a whole number from 1" },
        { "check", "doorway check server --run 'CMD', or doorway check client" },
        { "check nosuch", "after check come server, client, explain or batch" },
        { "check --nosuch", "--nosuch is no option of doorway check (see doorway check --help)" },
        { "check --list --json --json-stream", "leave one out" },
        { "check server", "doorway check server tcp://localhost:12000" },
        { "check server --nosuch", "--nosuch is no option of doorway check server" },
        { "check server tcp://:12000", "write tcp://localhost:12000" },
        { "check server tcp://localhost:1 tcp://localhost:2", "one address is enough" },
        { "check server --run x unix:/tmp/x", "a check is over TCP or UDP" },
        { "check server --run x --profile chat", "is none of textbook, line, loop, greeting" },
        { "check server --run x --timeout never", "a stranger's program may never end; write 30s" },
        { "check server --run x --only nosuch", "no case is called 'nosuch'; near it: " },
        { "check server --run x --html /no/such/folder/x.html", "/no/such/folder/x.html: " },
        { "check server --run x --rubric x.json", "add --gradescope FILE" },
        { "check server --run x --gradescope x --rubric /no/such.json", "--rubric /no/such.json: " },
        { "check server --run x --folder /no/such", "there is no such folder" },
        { "check client udp://:12000", "which client? doorway check client --run" },
        { "check explain", "which case? doorway check explain tcp/stream/split-write" },
        { "check explain tcp/strem/split-write", "near it: tcp/stream/split-write, " },
        { "check batch", "a folder and a part are needed: doorway check batch submissions" },
        { "check batch src", "a folder and a part are needed" },
        { "check batch src --run {}/x proxy", "\"proxy\" is neither server nor client" },
        { "check batch src --run x server", "{} being its path" },
        { "check batch /no/such --run {}/x server", "/no/such: " },
        { "check batch /dev --no-isolation --jobs 2 --run {}/x server", "would meet at one port" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_command_line_is_one_line_that_names_the_fix(string line, string fix)
    {
        await using var doorway = DoorwayProcess.Start(line.Split(' '));
        doorway.CloseInput();
        int code = await doorway.WaitForExitAsync();
        Assert.Equal((2, "", 1), (code, doorway.Output.Text, doorway.Errors.Lines.Length));
        Assert.StartsWith("doorway: ", doorway.Errors.Text);
        Assert.Contains(fix, doorway.Errors.Text);
    }

    [Theory]
    [InlineData("doorway")]
    [InlineData("doorway serve")]
    [InlineData("doorway connect")]
    [InlineData("doorway check")]
    [InlineData("doorway check server")]
    [InlineData("doorway check client")]
    [InlineData("doorway check batch")]
    public async Task Help_starts_with_examples(string command)
    {
        await using var help = DoorwayProcess.Start([.. command.Split(' ').Skip(1), "--help"]);
        string text = await help.FilterAsync("");
        Assert.StartsWith($"Examples:\n  {command}", text);
        Assert.Contains("Options:", text);
        Assert.Empty(help.Errors.Text);
    }
}

using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;
using Doorway.Tests.Command;
using Doorway.Watch.Calls;

namespace Doorway.Tests.Watch.Compare;

/// <summary>
/// One run, seen twice: what `doorway watch` tells of it, and the lines that strace wrote of it,
/// which are kept on their way.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed partial class SameRunTests
{
    // strace, which writes to a pipe of ours; what passes is kept.
    const string Strace = """
        #!/bin/sh
        for word do
            shift
            case $word in
                /proc/*/fd/*) word="|trap '' INT TERM; exec tee 'FOLDER/lines.$$' >$word" ;;
            esac
            set -- "$@" "$word"
        done
        exec 'STRACE' "$@"
        """;

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp ipv6")]
    [InlineData("forking")]
    [InlineData("refused udp")]
    [InlineData("1 MiB")]
    public async Task Every_call_about_a_socket_that_strace_wrote_is_told_once(string name)
    {
        Assert.SkipWhen(CallTracer.WhyNot is not null, "no strace");
        using var folder = new TemporaryFolder();
        string wrapper = folder.File("strace");
        await File.WriteAllTextAsync(
            wrapper,
            Strace.Replace("FOLDER", folder.Path).Replace("STRACE", Programs.Find("strace")),
            TestContext.Current.CancellationToken);
        File.SetUnixFileMode(
            wrapper, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        List<JsonElement> told = await WatchAsync(Scenario.All[name], name, folder.Path);
        string[] written = [.. Directory.GetFiles(folder.Path, "lines.*")
            .SelectMany(CallsIn)];
        Assert.Contains(written, call => call.StartsWith("socket "));
        Assert.Equal(
            written.Order(StringComparer.Ordinal),
            told.Where(IsFinished).Select(InWords).Order(StringComparer.Ordinal));
        Assert.All(told.Where(call => IsFinished(call) && IsMove(call)), call => Assert.Equal(
            Math.Max(0, call.GetProperty("result").GetInt64()), Number(call, "length")));
    }

    static async Task<List<JsonElement>> WatchAsync(Scenario scenario, string name, string folder)
    {
        string port = WatchedRun.FreePort(name.Contains("ipv6", StringComparison.Ordinal))
            .ToString(CultureInfo.InvariantCulture);
        string[][] commands =
            [.. new[] { scenario.Server, scenario.Client }.Where(one => one.Length > 0)];
        await using ChildProcess watch = DoorwayProcess.Start(
            new ChildOptions
            {
                Environment = new Dictionary<string, string?>
                {
                    ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}",
                },
            },
            ["watch", "--text", "--json-stream", .. commands.SelectMany(command =>
                new[] { "--run", string.Join(' ', command.Append(port).Select(Quoted)) })]);
        await watch.Output.WaitForAsync("\"event\":\"ready\"");
        if (scenario.Typed is { } typed)
        {
            await watch.WriteAsync(System.Text.Encoding.UTF8.GetBytes(typed));
        }

        // The client has ended; its server waits for the next one.
        await watch.Output.WaitForAsync("\"how\":\"exited with 0\"");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        if (!watch.HasExited)
        {
            watch.Signal(ChildProcess.SIGINT);
        }

        await watch.WaitForExitAsync();
        return
        [
            .. watch.Output.Lines.Where(line => line.Contains("\"kind\":\"call\""))
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("seen")),
        ];
    }

    static string Quoted(string word) => $"'{word.Replace("'", "'\\''")}'";

    static bool IsFinished(JsonElement call) =>
        !call.TryGetProperty("waiting", out _)
        && (!call.TryGetProperty("error", out JsonElement error)
            || error.GetString() is not (CallResult.NeverReturned or CallResult.Unseen));

    static bool IsMove(JsonElement call) =>
        call.GetProperty("call").GetString() is "sendto" or "recvfrom" or "read" or "write";

    static long Number(JsonElement call, string member) =>
        call.TryGetProperty(member, out JsonElement value) ? value.GetInt64() : 0;

    static string InWords(JsonElement call) => InWords(
        call.GetProperty("call").GetString()!, Number(call, "fd"), Number(call, "result"),
        call.TryGetProperty("error", out JsonElement error) ? error.GetString()! : "");

    // Calls about sockets that have returned. A line is cut in two when somebody else does
    // something in between: its first half ends so.
    static IEnumerable<string> CallsIn(string file)
    {
        const string Cut = " <unfinished ...>";
        var begun = new Dictionary<string, string>();
        foreach (string line in File.ReadLines(file))
        {
            string[] parts = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            (string thread, string text) = (parts[0], parts[2]);
            if (Resumed().Match(text) is { Success: true } resumed)
            {
                text = begun[thread] + text[resumed.Length..];
            }

            if (text.EndsWith(Cut, StringComparison.Ordinal))
            {
                begun[thread] = text[..^Cut.Length];
            }
            else if (Returned().Match(text) is { Success: true } call)
            {
                string result = call.Groups["result"].Value;
                long value = result == "?" ? -1 : long.Parse(result, CultureInfo.InvariantCulture);
                string descriptor = call.Groups["fd"].Value;
                string error = call.Groups["error"].Value;
                if (result != "?" || error.Length > 0)
                {
                    yield return InWords(
                        call.Groups["call"].Value,
                        descriptor.Length == 0
                            ? value : int.Parse(descriptor, CultureInfo.InvariantCulture),
                        value, error);
                }
            }
        }
    }

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>")]
    private static partial Regex Resumed();

    // sendto(4<TCP:[127.0.0.1:40000->127.0.0.1:12000]>, "\x68", 1, 0, NULL, 0) = 1 <0.000025>
    [GeneratedRegex(@"^((?<call>socket)|(?<call>\w+)(?=\(\d+<(TCP|UDP)))\(((?<fd>\d+)<)?.*\) = "
        + @"(?<result>\?|-?\d+)(<[^ ]*>)?( (?<error>E\w+))?")]
    private static partial Regex Returned();

    static string InWords(string call, long descriptor, long result, string error) =>
        $"{call} of {descriptor} = {result} {error}";
}

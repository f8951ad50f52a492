using System.Text.RegularExpressions;
using Doorway.Tests.Check;
using Doorway.Tests.Command;

namespace Doorway.Tests.Watch.Calls;

/// <summary>What a plain strace shows of the same program and input: the same calls.</summary>
public sealed partial class PlainStraceTests
{
    // The standard calls of a network program, and those for any descriptor that a socket is for.
    const string Traced = "%network,read,write,readv,writev,close,dup,?dup2,dup3";

    [Theory]
    [InlineData("tcp_client.py", "tcp")]
    [InlineData("udp_client.py", "udp")]
    [InlineData("tcp_client.c", "tcp")]
    [InlineData("udp_client.c", "udp")]
    public async Task The_same_calls_are_told(string name, string transport)
    {
        IReadOnlyList<string> command = await MutantBuilds.CommandAsync(name);
        int port = FreePorts.Next();
        await using var server = ChildProcess.Start(
            Programs.Python, [Path.Combine(Programs.Peers, $"{transport}_server.py"), $"{port}"]);
        await FreePorts.WaitUntilOpenAsync(transport, port, server);
        string[] whole = [.. command, "127.0.0.1", $"{port}"];
        using var run = WatchedRun.Start(whole);
        run.Tracer.Type("hello\n");
        run.End();

        using var folder = new TemporaryFolder();
        await using var plain = ChildProcess.Start(
            Programs.Find("strace"),
            ["-f", "-y", "-e", $"trace={Traced}", "-o", folder.File("calls"), "--", .. whole]);
        await plain.FilterAsync("hello\n");
        Assert.Equal(
            CallsIn(File.ReadAllLines(folder.File("calls"))),
            run.Calls.Select(call => InWords(call.Call, call.Descriptor, call.Result, call.Error)));
    }

    static IEnumerable<string> CallsIn(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            Match call = Call().Match(line);
            bool isAbout = call.Success && (call.Groups["name"].Value.StartsWith("socket")
                || call.Groups["what"].Value.StartsWith("socket:"));
            if (isAbout)
            {
                long result = long.Parse(call.Groups["result"].Value);
                int descriptor = call.Groups["fd"].Success
                    ? int.Parse(call.Groups["fd"].Value) : (int)result;
                string error = call.Groups["error"].Value;
                yield return InWords(
                    call.Groups["name"].Value, descriptor, result,
                    error.Length == 0 ? null : error);
            }
        }
    }

    static string InWords(string call, int descriptor, long result, string? error) =>
        $"{call} of {descriptor} = {result} {error}";

    // 8056  sendto(3<socket:[123]>, "hello", 5, 0, NULL, 0) = 5
    [GeneratedRegex(@"^\d+ +(?<name>\w+)\(((?<fd>\d+)(<(?<what>[^>]*)>)?)?.*\) += " +
        @"(?<result>-?\d+)(<[^>]*>)?( (?<error>E\w+))?")]
    private static partial Regex Call();
}

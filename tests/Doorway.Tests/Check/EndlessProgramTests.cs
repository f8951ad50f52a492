using System.Diagnostics;
using Doorway.Check;
using Doorway.Tests.Command;

namespace Doorway.Tests.Check;

/// <summary>Programs that never rest, or never end what they send, are judged all the same.
/// </summary>
public sealed class EndlessProgramTests
{
    const string TurnsAtOnce = """
        import socket
        server = socket.create_server(('', PORT))
        while True:
            pass
        """;

    const string PrintsForEver = """
        import socket
        server = socket.create_server(('', PORT))
        while True:
            print('waiting for a client\n' * 1000)
        """;

    const string SendsForEver = """
        import socket
        server = socket.create_server(('', PORT))
        while True:
            connection, address = server.accept()
            answer = connection.recv(1024).upper()
            try:
                while True:
                    connection.sendall(answer)
            except OSError:
                pass
        """;

    const string FloodsForEver = """
        import socket
        client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        message = input().encode()
        while True:
            client.sendto(message, ('127.0.0.1', PORT))
        """;

    // Seconds on a machine with nothing else to do; this only keeps a hang from staying.
    static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData(CheckRole.Server, "tcp", TurnsAtOnce, "tcp/answer/none")]
    [InlineData(CheckRole.Server, "tcp", PrintsForEver, "tcp/answer/none")]
    [InlineData(CheckRole.Server, "tcp", SendsForEver, "tcp/answer/longer")]
    [InlineData(CheckRole.Client, "udp", FloodsForEver, "udp/client/many-datagrams")]
    public async Task It_is_judged_in_time_and_for_what_it_does(
        CheckRole role, string transport, string script, string finding)
    {
        int port = FreePorts.Next();
        var clock = Stopwatch.StartNew();
        CheckReport report = await CheckRun.RunAsync(new CheckPlan
        {
            Role = role,
            Command =
            [
                "python3", "-c", script.Replace("PORT", $"{port}", StringComparison.Ordinal),
            ],
            Address = Address.Parse($"{transport}://:{port}"),
            TotalTime = HangGuard - TimeSpan.FromSeconds(30),
        });
        Assert.Contains(report.Results, one => one.Case.Id == finding
            && one.Outcome == CaseOutcome.Failed);
        Assert.DoesNotContain(report.Results, one => one.Outcome == CaseOutcome.Broken);
        Assert.True(clock.Elapsed < HangGuard, $"it took {clock.Elapsed}");
    }
}

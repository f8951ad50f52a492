using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Doorway.Tests.Command;

/// <summary>
/// What tells a supervisor that the server is ready: sd_notify(3), JSON, and a line.
/// </summary>
public sealed class SupervisorTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Systemd_is_told_of_readiness_and_of_stopping(bool isAbstract)
    {
        using var folder = new TemporaryFolder();
        string path = isAbstract ? $"@doorway-test-{Guid.NewGuid():N}" : folder.File("notify");
        using var supervisor = new Socket(AddressFamily.Unix, SocketType.Dgram, 0);
        supervisor.Bind(new UnixDomainSocketEndPoint(isAbstract ? $"\0{path[1..]}" : path));
        var options = new ChildOptions
        {
            Environment = new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = path },
        };
        await using DoorwayProcess server =
            await DoorwayProcess.ServeAsync(options, "tcp://127.0.0.1:0");
        Assert.Equal("READY=1\n", await ReceiveAsync(supervisor));
        server.Signal(ChildProcess.SIGTERM);
        Assert.Equal("STOPPING=1\n", await ReceiveAsync(supervisor));
        Assert.Equal(143, await server.WaitForExitAsync());
    }

    static async Task<string> ReceiveAsync(Socket supervisor)
    {
        using var timer = new CancellationTokenSource(Deadline.Default);
        byte[] buffer = new byte[100];
        int count = await supervisor.ReceiveAsync(buffer, timer.Token);
        return Encoding.ASCII.GetString(buffer, 0, count);
    }

    [Fact]
    public async Task A_supervisor_that_is_not_there_is_no_failure()
    {
        var options = new ChildOptions
        {
            Environment = new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = "/nosuch/notify" },
        };
        await using DoorwayProcess server =
            await DoorwayProcess.ServeAsync(options, "tcp://127.0.0.1:0");
        await server.StopAsync();
        Assert.DoesNotContain("notify", server.Errors.Text);
    }

    [Fact]
    public async Task Ready_tells_the_real_ports_in_words_and_as_JSON()
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync(
            "tcp://127.0.0.1:0", "udp://127.0.0.1:0");
        Assert.All(server.Addresses, address => Assert.Matches(
            "^(tcp|udp)://127.0.0.1:[1-9]", address));
        foreach (string address in server.Addresses)
        {
            await server.Errors.WaitForAsync($"^doorway: ready: upper on .*{address}\\b");
            await using var client = DoorwayProcess.Start("connect", "--timeout", "20s", address);
            Assert.Equal("HELLO\n", await client.FilterAsync("hello\n"));
        }
        await server.StopAsync();
        Assert.All(server.Output.Lines, line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task Every_interface_is_said_aloud()
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("tcp://:0");
        await server.Errors.WaitForAsync("^doorway: tcp://.* is every interface: whoever reaches");
    }
}

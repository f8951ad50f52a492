using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests.Command;

/// <summary>Servers that can't be measured: each is named in one line, and nothing hangs.</summary>
public sealed class BenchTargetTests
{
    static readonly string NobodyThere = $"127.0.0.1:{FreePorts.Next()}";

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public Task REFUSED(string scheme) => FailsAsync(
        $"^doorway: REFUSED {scheme}://{NobodyThere}: no server listens there. "
        + $"Start the server first: doorway serve {scheme}://{NobodyThere}$",
        "-d", "10s", $"{scheme}://{NobodyThere}");

    [Theory]
    [InlineData("unix")]
    [InlineData("unixgram")]
    public Task NO_ADDRESS_for_a_socket_file_that_is_not_there(string scheme) => FailsAsync(
        $"^doorway: NO-ADDRESS {scheme}:/nosuch/file: there is no such socket file",
        $"{scheme}:/nosuch/file");

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public Task DNS_for_a_name_that_nobody_has(string scheme) => FailsAsync(
        "^doorway: DNS .*nosuch.invalid", $"{scheme}://nosuch.invalid:80");

    [Fact]
    public async Task TIMEOUT_for_a_stream_that_is_silent()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await FailsAsync(
            @"^doorway: TIMEOUT tcp://.*: none of 3 messages was answered within 0.3 s; ",
            "-c", "3", "-n", "10", "--timeout", "300ms", $"tcp://{silent.LocalEndpoint}");
    }

    [Fact]
    public async Task TIMEOUT_for_datagrams_that_nobody_answers()
    {
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, 0);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await FailsAsync(
            @"^doorway: TIMEOUT udp://.*: none of 10 messages was answered within 0.3 s; UDP ",
            "-n", "10", "--timeout", "300ms", $"udp://{silent.LocalEndPoint}");
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task WRONG_answers_are_shown_beside_the_right_ones(string scheme)
    {
        await using DoorwayProcess echo = await DoorwayProcess.ServeAsync(
            "--service", "echo", $"{scheme}://127.0.0.1:0");
        await FailsAsync(
            $"^doorway: WRONG {echo.Addresses[0]}: 5 answers were wrong; the first differs from "
            + "byte [0-9]+ on: expected \"(\\.\\.\\.)?[^\"]*[A-Z].*\" \\(0x[0-9a-f]+\\), got "
            + "\"[^\"]*[a-z].*\" \\(0x[0-9a-f]+\\). "
            + "For a server that sends back what it gets: --expect echo$",
            "-c", "1", "-n", "5", echo.Addresses[0]);
    }

    [Fact]
    public async Task RESET_by_the_server()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task resetting = Task.Run(async () =>
        {
            using Socket peer = await listener.AcceptSocketAsync();
            await peer.ReceiveAsync(new byte[1]);
            peer.LingerState = new LingerOption(true, 0);
        });
        await FailsAsync(
            @"^doorway: RESET tcp://.*: the peer closed the connection abruptly \(RST\)",
            "-c", "1", "-n", "5", $"tcp://{listener.LocalEndpoint}");
        await resetting;
    }

    static async Task FailsAsync(string line, params string[] arguments)
    {
        await using var bench = DoorwayProcess.Start(["bench", "-q", .. arguments]);
        Assert.Equal(1, await bench.WaitForExitAsync());
        Assert.Matches(line, Assert.Single(bench.Errors.Lines));
    }
}

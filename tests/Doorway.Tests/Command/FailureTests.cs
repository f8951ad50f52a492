using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests.Command;

/// <summary>
/// A network failure: one line with its fixed word, the address and what to do; exit code 1.
/// </summary>
public sealed class FailureTests
{
    static readonly string NobodyThere = $"127.0.0.1:{FreePorts.Next()}";

    [Fact]
    public Task REFUSED_over_TCP() => FailsAsync(
        $"^doorway: REFUSED tcp://{NobodyThere}: no server listens there. "
        + $"Start the server first: doorway serve tcp://{NobodyThere}$",
        "connect", $"tcp://{NobodyThere}");

    [Fact]
    public Task REFUSED_over_UDP_is_learnt_at_once() => FailsAsync(
        $@"^doorway: REFUSED udp://{NobodyThere}: no server listens there \(line 1\)",
        "connect", "--timeout", "10m", $"udp://{NobodyThere}");

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public Task DNS_for_a_name_that_nobody_has(string scheme) => FailsAsync(
        "^doorway: DNS .*nosuch.invalid", "connect", $"{scheme}://nosuch.invalid:80");

    [Fact]
    public Task DNS_for_a_server_on_a_name_that_nobody_has() => FailsAsync(
        "^doorway: DNS .*nosuch.invalid", "serve", "tcp://nosuch.invalid:80");

    [Theory]
    [InlineData("unix")]
    [InlineData("unixgram")]
    public Task NO_ADDRESS_for_a_socket_file_that_is_not_there(string scheme) => FailsAsync(
        $"^doorway: NO-ADDRESS {scheme}:/nosuch/file: there is no such socket file",
        "connect", $"{scheme}:/nosuch/file");

    // 192.0.2.0/24 is for documentation (RFC 5737): no machine has an address of it.
    [Fact]
    public Task NO_ADDRESS_for_a_server_elsewhere() => FailsAsync(
        "^doorway: NO-ADDRESS tcp://192.0.2.250:0: this machine does not have that address",
        "serve", "tcp://192.0.2.250:0");

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public Task NO_ADDRESS_for_a_local_end_elsewhere_blames_bind(string scheme) => FailsAsync(
        "^doorway: NO-ADDRESS --bind 192.0.2.250:0: this machine does not have that address",
        "connect", "--bind", "192.0.2.250", $"{scheme}://{NobodyThere}");

    [Fact]
    public async Task IN_USE_names_who_has_the_port_and_how_to_choose_another()
    {
        int port = FreePorts.Next();
        await using var other = PeerProcess.Python("tcp_server.py", port);
        await FreePorts.WaitUntilOpenAsync("tcp", port, other);
        await FailsAsync(
            $"^doorway: IN-USE tcp://127.0.0.1:{port}: port {port} is taken by "
            + $@"python3\S* \(pid {other.Id}\); stop it, or choose another port: "
            + $"doorway serve tcp://127.0.0.1:{port + 1}$",
            "serve", $"tcp://127.0.0.1:{port}");
    }

    [Fact]
    public async Task IN_USE_for_a_socket_file_with_a_server_and_the_file_stays()
    {
        using var folder = new TemporaryFolder();
        string address = $"unix:{folder.File("socket")}";
        await using DoorwayProcess first = await DoorwayProcess.ServeAsync(address);
        await FailsAsync("^doorway: IN-USE unix:.*: a server listens there", "serve", address);
        await using var client = DoorwayProcess.Start("connect", address);
        Assert.Equal("STILL\n", await client.FilterAsync("still\n"));
    }

    [Fact]
    public async Task DENIED_for_a_port_that_is_for_root()
    {
        const string Policy = "/proc/sys/net/ipv4/ip_unprivileged_port_start";
        if (!File.Exists(Policy) || int.Parse(File.ReadAllText(Policy)) <= 80)
            Assert.Skip("this machine lets everybody have port 80");

        // Root without that one capability (capabilities(7)) is as good as anybody.
        string[] asAnybody = Environment.IsPrivilegedProcess
            ? [Programs.Find("setpriv"), "--bounding-set=-net_bind_service"] : [];
        await using ChildProcess server = DoorwayProcess.StartUnder(
            asAnybody, "serve", "tcp://127.0.0.1:80");
        Assert.Equal(1, await server.WaitForExitAsync());
        Assert.Matches(
            "^doorway: DENIED tcp://127.0.0.1:80: no permission: port 80 is under 1024",
            Assert.Single(server.Errors.Lines));
    }

    [Fact]
    public async Task TIMEOUT_for_a_datagram_that_nobody_answers()
    {
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, 0);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await FailsAsync(
            @"^doorway: TIMEOUT udp://.*: line 1 was not answered within 0.3 s; UDP promises no "
            + @"delivery \(--timeout, --retries\)$",
            "connect", "--timeout", "300ms", $"udp://{silent.LocalEndPoint}");
    }

    [Fact]
    public async Task TIMEOUT_for_a_stream_whose_peer_never_ends()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await FailsAsync(
            "^doorway: TIMEOUT tcp://.*: the peer neither answered nor closed within 0.3 s of our "
            + "end of input; --timeout sets the time$",
            "connect", "--timeout", "300ms", $"tcp://{silent.LocalEndpoint}");
    }

    [Fact]
    public async Task RESET_by_the_peer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task resetting = Task.Run(async () =>
        {
            using Socket peer = await listener.AcceptSocketAsync();
            await peer.ReceiveAsync(new byte[100]);
            peer.LingerState = new LingerOption(true, 0);
        });
        await FailsAsync(
            @"^doorway: RESET tcp://.*: the peer closed the connection abruptly \(RST\)",
            "connect", $"tcp://{listener.LocalEndpoint}");
        await resetting;
    }

    [Theory]
    [InlineData(70_000)]
    [InlineData(65_508)]
    public async Task TOO_LONG_a_line_is_refused_and_not_cut_and_the_others_are_sent(int length)
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("udp://127.0.0.1:0");
        await using var client = DoorwayProcess.Start(
            "connect", "--timeout", "20s", server.Addresses[0]);
        await client.WriteLineAsync("before");
        await client.WriteLineAsync(new string('x', length));
        await client.WriteLineAsync("after");
        client.CloseInput();
        Assert.Equal(1, await client.WaitForExitAsync());
        Assert.Equal("BEFORE\nAFTER\n", client.Output.Text);
        Assert.Matches(
            "^doorway: TOO-LONG udp://.*: line 2 has .* does not fit into a datagram; "
            + "it was not sent",
            Assert.Single(client.Errors.Lines));
        Assert.Equal(2, (await server.StopAsync()).Of("datagramsReceived"));
    }

    static async Task FailsAsync(string line, params string[] arguments)
    {
        await using var doorway = DoorwayProcess.Start(arguments);
        await doorway.WriteLineAsync("hello");
        doorway.CloseInput();
        int code = await doorway.WaitForExitAsync(Deadline.Long);
        Assert.Equal((1, ""), (code, doorway.Output.Text));
        Assert.Matches(line, Assert.Single(doorway.Errors.Lines));
    }
}

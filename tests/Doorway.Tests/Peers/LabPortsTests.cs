using Doorway.Tests.Command;

namespace Doorway.Tests.Peers;

/// <summary>Tests on the lab's own ports, 12000 and 23456: one at a time.</summary>
[CollectionDefinition("lab ports", DisableParallelization = true)]
public sealed class LabPorts;

/// <summary>Nobody gives an address: both sides meet at the ports that the lab agreed on.</summary>
[Collection("lab ports")]
public sealed class LabPortsTests
{
    [Fact]
    public async Task Serve_without_arguments_serves_the_textbook_clients_without_arguments()
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync();
        await using var udp = PeerProcess.Python("udp_client.py");
        Assert.EndsWith(":HELLO\n", await udp.FilterAsync("hello\n"));
        await using var tcp = PeerProcess.Python("tcp_client.py");
        Assert.EndsWith("From server: HELLO\n", await tcp.FilterAsync("hello\n"));
        // Once more: the welcoming socket is still open.
        await using var again = PeerProcess.Python("tcp_client.py");
        Assert.EndsWith("From server: AGAIN\n", await again.FilterAsync("again\n"));
    }

    [Fact]
    public async Task Greet_without_an_address_is_found_by_the_machines_own_name()
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("--service", "greet");
        await using var client = PeerProcess.Python("greeting_client.py");
        Assert.Equal("Thank you for connecting\n", await client.FilterAsync(""));
    }
}

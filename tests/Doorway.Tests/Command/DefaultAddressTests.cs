namespace Doorway.Tests.Command;

/// <summary>Where a server listens when nobody says where.</summary>
[Collection("lab ports")]
public sealed class DefaultAddressTests
{
    [Fact]
    public async Task Upper_is_on_loopback_alone_port_12000_over_UDP_and_TCP()
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync();
        Assert.Contains("udp://127.0.0.1:12000", server.Addresses);
        Assert.Contains("tcp://127.0.0.1:12000", server.Addresses);
        Assert.All(server.Addresses, address => Assert.Matches(
            @"^(udp|tcp)://(127\.0\.0\.1|\[::1\]):12000$", address));
    }

    [Fact]
    public async Task Greet_is_on_localhost_and_on_the_addresses_of_the_machines_own_name()
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("--service", "greet");
        Assert.Contains("tcp://127.0.0.1:23456", server.Addresses);
        await using var python = ChildProcess.Start(Programs.Python, [
            "-c", "from socket import *; print(gethostbyname(gethostname()), end='')"]);
        string own = await python.FilterAsync("");
        Assert.Contains($"tcp://{own}:23456", server.Addresses);
        foreach (string host in (string[])["localhost", "127.0.0.1", own])
        {
            await using var client = DoorwayProcess.Start("connect", $"{host}:23456");
            Assert.Equal("Thank you for connecting", await client.FilterAsync(""));
        }
    }

    [Fact]
    public async Task The_lab_is_on_port_12000()
    {
        await using var lab = DoorwayProcess.Start("-v", "--timeout", "20s");
        Assert.Equal("HELLO\n", await lab.FilterAsync("hello\n"));
        Assert.Contains("127.0.0.1:12000", lab.Errors.Text);
    }
}

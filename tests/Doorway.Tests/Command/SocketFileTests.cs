namespace Doorway.Tests.Command;

/// <summary>
/// The files of Unix sockets: there while the server is, and never somebody else's.
/// </summary>
public sealed class SocketFileTests
{
    [Fact]
    public async Task They_are_gone_after_the_exit_and_the_clients_leave_none()
    {
        using var folder = new TemporaryFolder();
        string stream = $"unix:{folder.File("stream")}";
        string datagram = $"unixgram:{folder.File("datagram")}";
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync(stream, datagram);
        foreach (string address in (string[])[stream, datagram])
        {
            await using var client = DoorwayProcess.Start("connect", "--timeout", "20s", address);
            Assert.Equal("HELLO\n", await client.FilterAsync("hello\n"));
        }
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);
        await server.StopAsync();
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task One_that_a_killed_server_left_behind_is_replaced()
    {
        using var folder = new TemporaryFolder();
        string address = $"unix:{folder.File("socket")}";
        await using (DoorwayProcess killed = await DoorwayProcess.ServeAsync(address))
            killed.Signal(ChildProcess.SIGKILL);
        Assert.True(File.Exists(folder.File("socket")));
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync(address);
        await using var client = DoorwayProcess.Start("connect", address);
        Assert.Equal("HELLO\n", await client.FilterAsync("hello\n"));
    }

    [Fact]
    public async Task A_file_of_another_kind_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("notes"), "mine");
        await using var server = DoorwayProcess.Start("serve", $"unix:{folder.File("notes")}");
        Assert.Equal(1, await server.WaitForExitAsync());
        Assert.StartsWith("doorway: IN-USE unix:", Assert.Single(server.Errors.Lines));
        Assert.Equal("mine", await File.ReadAllTextAsync(folder.File("notes")));
    }
}

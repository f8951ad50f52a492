using Doorway.Tests.Command;

namespace Doorway.Tests.Peers;

/// <summary>One `doorway serve` on ports of its own, for all tests of a class.</summary>
public sealed class UpperServer : IAsyncLifetime
{
    readonly TemporaryFolder _folder = new();
    DoorwayProcess? _server;

    public string UnixPath => _folder.File("stream");

    public string UnixDatagramPath => _folder.File("datagram");

    public string FolderFile(string name) => _folder.File(name);

    public async ValueTask InitializeAsync() => _server = await DoorwayProcess.ServeAsync(
        "tcp://127.0.0.1:0", "udp://127.0.0.1:0", "tcp://[::1]:0", "udp://[::1]:0",
        $"unix:{UnixPath}", $"unixgram:{UnixDatagramPath}");

    /// <summary>The port for "tcp" or "udp" on the loopback address of a host name.</summary>
    public int Port(string transport, string host) =>
        _server!.Port(host == "::1" ? $"{transport}://[::1]" : $"{transport}://127.0.0.1");

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _folder.Dispose();
    }
}

using System.Net.Sockets;
using Doorway.Tests.Command;

namespace Doorway.Tests.Services;

/// <summary>A server of conversations on the portable engine, over TCP or a Unix socket.</summary>
sealed class TalkServer : IAsyncDisposable
{
    readonly TemporaryFolder? _folder;

    TalkServer(Server server, TemporaryFolder? folder)
    {
        Server = server;
        _folder = folder;
    }

    public Server Server { get; }

    public static async Task<TalkServer> StartAsync(
        Conversation conversation, bool unix = false, Action<ServerEvent>? log = null,
        Limits? limits = null)
    {
        TemporaryFolder? folder = unix ? new TemporaryFolder() : null;
        Address address = folder is null
            ? Address.Parse("tcp://127.0.0.1:0")
            : Address.OfPath(Transport.Unix, folder.File("talk"));
        Server server = await Server.StartAsync(new ServerOptions
        {
            Addresses = [address],
            Conversation = conversation,
            Engine = Engine.Portable,
            Log = log,
            Limits = limits ?? new Limits(),
        });
        return new TalkServer(server, folder);
    }

    /// <summary>A new client.</summary>
    /// <param name="receiveBuffer">SO_RCVBUF: small for one that will not read.</param>
    public TalkClient Connect(int? receiveBuffer = null)
    {
        Address address = Server.Addresses[0];
        return TalkClient.Connect(
            address.Transport == Transport.Unix
                ? new UnixDomainSocketEndPoint(address.Path)
                : new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, address.Port),
            receiveBuffer);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder?.Dispose();
    }
}

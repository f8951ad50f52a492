using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests.Link;

/// <summary>
/// A link of streams at a venue, between plain clients and a plain listening socket, none of ours.
/// </summary>
sealed class StreamSite : IAsyncDisposable
{
    readonly Venue _venue;
    readonly Socket _listener;
    readonly EndPoint _at;
    readonly List<Wire> _wires = [];

    StreamSite(Venue venue, Socket listener, Doorway.Link link, EndPoint at)
    {
        _venue = venue;
        _listener = listener;
        _at = at;
        Link = link;
    }

    public Doorway.Link Link { get; }

    public Transport Transport => _venue.Transport;

    public static Task<StreamSite> StartAsync(
        string engine, string place, ImpairmentSet? toServer = null, ImpairmentSet? toClient = null,
        Func<LinkOptions, LinkOptions>? change = null, int targetBuffer = 0) =>
        StartAsync(new Venue(engine, place), options =>
        {
            options = options with
            {
                ToServer = toServer ?? ImpairmentSet.None,
                ToClient = toClient ?? ImpairmentSet.None,
            };
            return change?.Invoke(options) ?? options;
        }, targetBuffer);

    static async Task<StreamSite> StartAsync(
        Venue venue, Func<LinkOptions, LinkOptions> change, int targetBuffer)
    {
        EndPoint local = venue.NewLocal();
        var listener = new Socket(
            local.AddressFamily, SocketType.Stream,
            venue.Transport.IsUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        if (targetBuffer > 0)
        {
            listener.ReceiveBufferSize = targetBuffer;
        }

        listener.Bind(local);
        listener.Listen(512);
        Address target = AddressOf(venue.Transport, listener.LocalEndPoint!);
        var options = new LinkOptions
        {
            Listen = venue.NewAddress(),
            Target = target,
            Seed = 7,
            Engine = venue.Engine,
        };
        Doorway.Link link = await Doorway.Link.StartAsync(change(options)).InTime();
        EndPoint at = link.Local.IPAddress is { } ip
            ? new IPEndPoint(ip, link.Local.Port)
            : await Venue.EndPointOf(Address.OfPath(venue.Transport, link.Local.Path));
        return new StreamSite(venue, listener, link, at);
    }

    static Address AddressOf(Transport transport, EndPoint at) => at is IPEndPoint ip
        ? Address.Of(transport, ip.Address.ToString(), ip.Port)
        : Address.OfPath(transport, SocketName.From(at).Path);

    /// <summary>A client that came, and what the server accepted for it.</summary>
    public async Task<(Wire Client, Wire Server)> ConnectAsync(int clientBuffer = 0)
    {
        Wire client = await DialAsync(clientBuffer);
        return (client, await AcceptAsync());
    }

    /// <summary>A client that comes.</summary>
    public async Task<Wire> DialAsync(int receiveBuffer = 0) =>
        Keep(await Wire.DialAsync(_at, receiveBuffer));

    /// <summary>The next that the link dialled.</summary>
    public async Task<Wire> AcceptAsync() => Keep(new Wire(await _listener.AcceptAsync().InTime()));

    Wire Keep(Wire wire)
    {
        lock (_wires)
        {
            _wires.Add(wire);
        }

        return wire;
    }

    /// <summary>The server is gone: who comes now is refused.</summary>
    public void CloseTarget() => _listener.Dispose();

    public async ValueTask DisposeAsync()
    {
        _wires.ForEach(wire => wire.Dispose());
        _listener.Dispose();
        await Link.DisposeAsync().AsTask().InTime(15);
        _venue.Dispose();
    }
}

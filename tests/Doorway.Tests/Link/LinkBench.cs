using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests.Link;

/// <summary>A link before a server that upper-cases, at one venue, and clients on plain sockets.
/// </summary>
sealed class LinkBench : IAsyncDisposable
{
    readonly List<Postbox> _clients = [];

    LinkBench(Venue venue, Server server) => (Venue, Server) = (venue, server);

    public Venue Venue { get; }

    public Server Server { get; }

    public Doorway.Link Link { get; private set; } = null!;

    public Journal Journal { get; } = new();

    public ConcurrentQueue<Fate> Fates { get; } = [];

    public ConcurrentQueue<string> Said { get; } = [];

    public LinkCounts ToServer => Link.Counts(Direction.ToServer);

    public LinkCounts ToClient => Link.Counts(Direction.ToClient);

    public static async Task<LinkBench> StartAsync(
        Venue venue, string toServer = "", string toClient = "",
        Func<LinkOptions, LinkOptions>? change = null)
    {
        var bench = new LinkBench(venue, await venue.ServeAsync());
        var options = new LinkOptions
        {
            Listen = venue.NewAddress(),
            Target = bench.Server.Addresses[0],
            ToServer = SetOf(toServer),
            ToClient = SetOf(toClient),
            Seed = 7,
            Engine = venue.Engine,
            Journal = bench.Journal,
            Fated = bench.Fates.Enqueue,
            Log = bench.Said.Enqueue,
        };
        bench.Link = await Doorway.Link.StartAsync(change?.Invoke(options) ?? options);
        return bench;
    }

    /// <summary>Impairments as the command line has them: <c>loss 5%; delay 1ms</c>.</summary>
    public static ImpairmentSet SetOf(string text) => text
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(one => one.Split(' '))
        .Aggregate(ImpairmentSet.None, (set, parts) => set.With(
            ImpairmentSet.Kinds.Single(kind => kind.Name == parts[0]).Parse(parts[1])));

    public Postbox NewClient()
    {
        var client = new Postbox(Venue.NewLocal(), EndPointOf(Link.Local));
        _clients.Add(client);
        return client;
    }

    static EndPoint EndPointOf(in SocketName name) => name.IPAddress is { } ip
        ? new IPEndPoint(ip, name.Port)
        : new UnixDomainSocketEndPoint(
            name.Path[0] == '@' ? "\0" + name.Path[1..] : name.Path);

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Link.DisposeAsync();
        await Server.DisposeAsync();
    }
}

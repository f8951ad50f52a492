using System.Net;
using System.Net.Sockets;
using Doorway.Services;

namespace Doorway.Tests;

/// <summary>
/// One engine at one kind of address. A theory over <see cref="Streams"/> or <see
/// cref="Datagrams"/> is a
/// contract: every engine keeps it at every such address.
/// </summary>
sealed class Venue : IDisposable
{
    /// <summary>Every engine: one line here puts another one under the whole contract.</summary>
    public static readonly IReadOnlyList<Engine> Engines =
    [
        Engine.Portable,
        Engine.Linux!,
    ];

    static int _names;
    readonly string? _folder;

    public Venue(string engine, string place)
    {
        Engine = Engines.Single(one => one.Name == engine);
        bool isFile = place is "unix" or "unixgram";
        _folder = isFile ? Directory.CreateTempSubdirectory("doorway-venue-").FullName : null;
        Transport = place switch
        {
            "tcp4" or "tcp6" => Transport.Tcp,
            "udp4" or "udp6" => Transport.Udp,
            _ => place.StartsWith("unixgram", StringComparison.Ordinal)
                ? Transport.UnixDatagram : Transport.Unix,
        };
        Address = Transport.IsUnix
            ? Address.OfPath(Transport, NewName("server"))
            : Address.Of(Transport, place.EndsWith('6') ? "::1" : "127.0.0.1", 0);
    }

    public static TheoryData<string, string> Streams =>
        Cross("tcp4", "tcp6", "unix", "unix-abstract");

    public static TheoryData<string, string> Datagrams =>
        Cross("udp4", "udp6", "unixgram", "unixgram-abstract");

    public static TheoryData<string, string> Tcp => Cross("tcp4", "tcp6");

    public static TheoryData<string, string> Udp => Cross("udp4", "udp6");

    public static TheoryData<string, string> UnixFiles => Cross("unix", "unixgram");

    public Engine Engine { get; }

    public Transport Transport { get; }

    /// <summary>Where servers of this venue listen: port 0, or a name of its own.</summary>
    public Address Address { get; }

    static TheoryData<string, string> Cross(params string[] places)
    {
        var cases = new TheoryData<string, string>();
        foreach (Engine engine in Engines)
        {
            foreach (string place in places)
            {
                cases.Add(engine.Name, place);
            }
        }

        return cases;
    }

    /// <summary>A Unix name that nobody else uses: a file's, or an abstract one.</summary>
    public string NewName(string role)
    {
        int number = Interlocked.Increment(ref _names);
        return _folder is null
            ? $"@doorway-{Environment.ProcessId}-{number}-{role}"
            : Path.Combine(_folder, $"{number}-{role}");
    }

    /// <summary>Another address like <see cref="Address"/>.</summary>
    public Address NewAddress() =>
        Transport.IsUnix ? Address.OfPath(Transport, NewName("server")) : Address;

    /// <summary>An end point for a client that binds; port 0 or a name of its own.</summary>
    public EndPoint NewLocal()
    {
        if (Transport.IsUnix)
        {
            string name = NewName("client");
            return new UnixDomainSocketEndPoint(name[0] == '@' ? "\0" + name[1..] : name);
        }

        return new IPEndPoint(IPAddress.Parse(Address.Host), 0);
    }

    public static async Task<EndPoint> EndPointOf(Address address) =>
        (await address.ResolveAsync())[0];

    /// <summary>A server at this venue: upper case, unless changed.</summary>
    public async Task<Server> ServeAsync(Func<ServerOptions, ServerOptions>? change = null)
    {
        var options = new ServerOptions
        {
            Addresses = [Address],
            Service = ToUpper.Instance,
            Engine = Engine,
        };
        return await Server.StartAsync(change?.Invoke(options) ?? options);
    }

    /// <summary>A plain client, connected to a server of this venue.</summary>
    public static async Task<Wire> DialAsync(Server server, int receiveBuffer = 0) =>
        await Wire.DialAsync(await EndPointOf(server.Addresses[0]), receiveBuffer);

    /// <summary>A plain datagram client, bound, that talks to a server of this venue.</summary>
    public async Task<Postbox> PostAsync(Server server) =>
        new(NewLocal(), await EndPointOf(server.Addresses[0]));

    public void Dispose()
    {
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}

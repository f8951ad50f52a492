using System.Net;
using System.Net.Sockets;
using System.Text;
using Doorway.Engines.Linux;

namespace Doorway.Tests;

/// <summary>
/// An upper-casing server of datagrams on the Linux engine that can be held up, so that what is
/// sent meanwhile makes one batch.
/// </summary>
sealed class LinuxServer : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    readonly SemaphoreSlim _entered = new(0);
    readonly SemaphoreSlim _goOn = new(0);
    Server? _server;

    public Server Server => _server!;

    public EndPoint EndPoint { get; private set; } = null!;

    public static async Task<LinuxServer> StartAsync(
        Address address, LinuxEngineOptions? options = null, Journal? journal = null)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It is Linux's engine.");
        var made = new LinuxServer();
        made._server = await Server.StartAsync(new ServerOptions
        {
            Addresses = [address],
            Service = new FakeService { OnRequest = made.Hold },
            Engine = new LinuxEngine(options ?? new LinuxEngineOptions()),
            Journal = journal,
        });
        made.EndPoint = await Venue.EndPointOf(made._server.Addresses[0]);
        return made;
    }

    public static Task<LinuxServer> StartAsync(
        LinuxEngineOptions? options = null, Journal? journal = null) =>
        StartAsync(Address.Of(Transport.Udp, "127.0.0.1", 0), options, journal);

    void Hold(byte[] request)
    {
        if (request.AsSpan().SequenceEqual("hold"u8))
        {
            _entered.Release();
            Assert.True(_goOn.Wait(Patience));
        }
    }

    /// <summary>Waits until a datagram "hold" has arrived, which stops the server.</summary>
    public async Task HeldAsync() => Assert.True(await _entered.WaitAsync(Patience));

    /// <summary>Lets it go on.</summary>
    public void GoOn() => _goOn.Release();

    /// <summary>A client with deadlines, which blocks.</summary>
    public Socket Client()
    {
        var client = new Socket(EndPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveTimeout = (int)Patience.TotalMilliseconds,
            SendTimeout = (int)Patience.TotalMilliseconds,
            ReceiveBufferSize = 4 << 20,
        };
        client.Connect(EndPoint);
        return client;
    }

    /// <summary>Holds the server up by a client of its own.</summary>
    public async Task<Socket> HoldAsync()
    {
        Socket client = Client();
        client.Send("hold"u8);
        await HeldAsync();
        return client;
    }

    public static string Receive(Socket client)
    {
        byte[] buffer = new byte[65_536];
        return Encoding.UTF8.GetString(buffer, 0, client.Receive(buffer));
    }

    public async ValueTask DisposeAsync()
    {
        GoOn();
        await Server.DisposeAsync();
        _entered.Dispose();
        _goOn.Dispose();
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using Doorway.Cli.Serve;
using Doorway.Services;

namespace Doorway.Cli.Watching;

/// <summary>
/// The lab to be watched: a ToUpper server, a link before it, and clients that ask through the
/// link as the textbook's do, with a socket of their own for every line. UDP and TCP, on loopback.
/// </summary>
sealed class WatchLab : ILabControls, IAsyncDisposable
{
    static readonly IPAddress Host = IPAddress.Loopback;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Among several, a client stays so long: who waits behind it is seen to wait.
    static readonly TimeSpan Stay = TimeSpan.FromMilliseconds(400);

    readonly Journal _peers;
    readonly LabLinks _sliders;
    readonly SemaphoreSlim _gate = new(1, 1);
    readonly IReadOnlyList<LabLinks.Way> _ways;
    Server _server;

    WatchLab(Server server, IReadOnlyList<LabLinks.Way> ways, Journal peers, Journal links)
    {
        _server = server;
        _ways = ways;
        _peers = peers;
        LinkJournal = links;
        _sliders = new LabLinks(ways);
    }

    /// <summary>Where the server and the clients write their calls down.</summary>
    public Journal PeerJournal => _peers;

    /// <summary>Where the link writes down its calls, and what it did to each message.</summary>
    public Journal LinkJournal { get; }

    /// <summary>Where server and link are, in a line.</summary>
    public string Places => string.Join(", ", _ways.Select(way =>
        $"{(way.Transport == Transport.Udp ? "UDP" : "TCP")} through port "
        + $"{way.Link.Local.Port} to {way.Server}"));

    /// <summary>Every port that is part of it.</summary>
    public IReadOnlySet<ushort> Ports => _ways
        .SelectMany(way => (int[])[way.Server, way.Link.Local.Port])
        .Select(port => (ushort)port).ToHashSet();

    /// <inheritdoc/>
    public IReadOnlyList<Transport> Transports => [Transport.Udp, Transport.Tcp];

    /// <inheritdoc/>
    public ServerMode Mode { get; private set; }

    /// <inheritdoc/>
    public LinkSliders Link => _sliders.Now;

    /// <summary>Starts server and link: on the lab's ports where they are free.</summary>
    /// <exception cref="ListenException">No port can be had at all.</exception>
    public static async Task<WatchLab> StartAsync(CancellationToken cancellation)
    {
        var peers = new Journal();
        var links = new Journal();
        Server server = await OnFreePort(
            LabPorts.ToUpper,
            port => ServeAsync([port, port], ServerMode.Concurrent, peers, cancellation));
        var ways = new List<LabLinks.Way>();
        try
        {
            foreach (Address address in server.Addresses)
            {
                ways.Add(new LabLinks.Way(
                    await OnFreePort(
                        LabPorts.ToUpper + 1,
                        port => LinkAsync(address, port, links, cancellation)),
                    address.Transport, address.Port));
            }

            return new WatchLab(server, ways, peers, links);
        }
        catch
        {
            foreach (LabLinks.Way way in ways)
            {
                await way.Link.DisposeAsync();
            }

            await server.DisposeAsync();
            throw;
        }
    }

    static async Task<T> OnFreePort<T>(int port, Func<int, Task<T>> start)
    {
        try
        {
            return await start(port);
        }
        catch (ListenException taken)
            when (taken.SocketError == SocketError.AddressAlreadyInUse)
        {
            return await start(0);
        }
    }

    static Task<Doorway.Link> LinkAsync(
        Address server, int port, Journal journal, CancellationToken cancellation) =>
        Doorway.Link.StartAsync(
            new LinkOptions
            {
                Listen = Address.Of(server.Transport, Host.ToString(), port),
                Target = server,
                Journal = journal,
            },
            cancellation);

    // UDP's port, and TCP's.
    static Task<Server> ServeAsync(
        int[] ports, ServerMode mode, Journal journal, CancellationToken cancellation) =>
        Server.StartAsync(
            new ServerOptions
            {
                Addresses =
                [
                    Address.Of(Transport.Udp, Host.ToString(), ports[0]),
                    Address.Of(Transport.Tcp, Host.ToString(), ports[1]),
                ],
                Service = ToUpper.Instance,
                Mode = mode,
                Journal = journal,
            },
            cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LabReply>> AskAsync(
        Transport transport, string text, int clients, CancellationToken cancellation)
    {
        byte[] line = Encoding.UTF8.GetBytes(text);
        var place = new IPEndPoint(
            Host, _ways.First(way => way.Transport == transport).Link.Local.Port);
        TimeSpan stay = clients > 1 && transport == Transport.Tcp ? Stay : TimeSpan.Zero;
        // Where one at a time is served, the last waits for all the others.
        TimeSpan patience = Patience + clients * stay;
        return await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(
            async () =>
            {
                using var deadline =
                    CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                deadline.CancelAfter(patience);
                try
                {
                    return transport == Transport.Udp
                        ? await AskUdpAsync(line, place, deadline.Token)
                        : await AskTcpAsync(line, place, stay, deadline.Token);
                }
                catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
                {
                    return new LabReply(
                        null, $"TIMEOUT: no answer within {patience.TotalSeconds:0.#} s");
                }
            },
            cancellation)));
    }

    async Task<LabReply> AskUdpAsync(
        byte[] line, IPEndPoint place, CancellationToken cancellation)
    {
        byte[] buffer = new byte[64 * 1024];
        await using DatagramSocket socket = Engine.Default.OpenDatagram(
            Transport.Udp, AddressFamily.InterNetwork, new DialOptions { Journal = _peers });
        SocketName server = SocketName.From(place);
        SocketError error = await socket.SendToAsync(line, place, cancellation);
        while (error == SocketError.Success)
        {
            Datagram answer = await socket.ReceiveFromAsync(buffer, cancellation);
            error = answer.Error;
            if (error == SocketError.Success && answer.From == server)
            {
                return new LabReply(buffer[..answer.Count], null);
            }
        }

        return Failed(error);
    }

    async Task<LabReply> AskTcpAsync(
        byte[] line, IPEndPoint place, TimeSpan stay, CancellationToken cancellation)
    {
        (Connection? connection, SocketError error) = await Engine.Default.ConnectAsync(
            Transport.Tcp, place, new DialOptions { Journal = _peers }, cancellation);
        if (connection is null)
        {
            return Failed(error);
        }

        await using (connection)
        {
            if (line.Length > 0)
            {
                await connection.SendAsync(line, cancellation);
            }

            await Task.Delay(stay, cancellation);
            connection.FinishSending();
            using var answer = new MemoryStream();
            byte[] buffer = new byte[16 * 1024];
            while (true)
            {
                Reception reception = await connection.ReceiveAsync(buffer, cancellation);
                if (reception.IsEnd)
                {
                    return reception.Error == SocketError.Success
                        ? new LabReply(answer.ToArray(), null) : Failed(reception.Error);
                }

                answer.Write(buffer, 0, reception.Count);
            }
        }
    }

    static LabReply Failed(SocketError error) =>
        new(null, $"{Failure.Word(error)}: {new SocketException((int)error).Message}");

    /// <inheritdoc/>
    public async Task ChangeAsync(ServerMode mode, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (mode != Mode)
            {
                await _server.StopAsync(TimeSpan.FromSeconds(1));
                int[] ports = [.. _ways.Select(way => way.Server)];
                _server = await ServeAsync(ports, mode, _peers, cancellation);
                Mode = mode;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public string? Change(IReadOnlyList<Direction> directions, string name, double value) =>
        _sliders.Change(directions, name, value);

    /// <summary>Ends both.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (LabLinks.Way way in _ways)
        {
            await way.Link.DisposeAsync();
        }

        await _server.DisposeAsync();
        _gate.Dispose();
    }
}

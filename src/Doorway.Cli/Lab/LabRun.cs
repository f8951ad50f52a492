using System.Net;
using System.Net.Sockets;
using Doorway.Services;

namespace Doorway.Cli.Lab;

/// <summary>What one line brought over one transport.</summary>
/// <param name="Answer">The answer; null when there was none.</param>
/// <param name="Error">Success, or why there was none.</param>
sealed record LabAnswer(byte[]? Answer, SocketError Error);

/// <summary>
/// The lab: a ToUpper server on loopback, UDP and TCP, and a client that asks it as the textbook's
/// do, with a socket of its own for every line.
/// </summary>
sealed class LabRun : IAsyncDisposable
{
    static readonly IPAddress Host = IPAddress.Loopback;

    readonly Engine _engine;
    readonly Server _server;
    readonly Journal? _journal;
    readonly TimeSpan _timeout;
    readonly IPEndPoint _udp;
    readonly IPEndPoint _tcp;
    readonly byte[] _buffer = new byte[64 * 1024];
    long _udpAnswers;

    LabRun(Engine engine, Server server, Journal? journal, TimeSpan timeout)
    {
        _engine = engine;
        _server = server;
        _journal = journal;
        _timeout = timeout;
        _udp = new IPEndPoint(Host, PortOf(Transport.Udp));
        _tcp = new IPEndPoint(Host, PortOf(Transport.Tcp));
    }

    /// <summary>Where the server listens.</summary>
    public IReadOnlyList<Address> Addresses => _server.Addresses;

    int PortOf(Transport transport) =>
        _server.Addresses.First(address => address.Transport == transport).Port;

    /// <summary>Starts the server.</summary>
    /// <exception cref="ListenException">The port is taken.</exception>
    public static async Task<LabRun> StartAsync(
        Engine engine, int port, Journal? journal, TimeSpan timeout, CancellationToken cancellation)
    {
        Server server = await Server.StartAsync(
            new ServerOptions
            {
                Addresses =
                [
                    Address.Of(Transport.Udp, Host.ToString(), port),
                    Address.Of(Transport.Tcp, Host.ToString(), port),
                ],
                Service = ToUpper.Instance,
                Engine = engine,
                Journal = journal,
            },
            cancellation);
        return new LabRun(engine, server, journal, timeout);
    }

    /// <summary>socket, sendto, recvfrom, close.</summary>
    public async Task<LabAnswer> AskUdpAsync(byte[] line, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(_timeout);
        await using DatagramSocket socket = _engine.OpenDatagram(
            Transport.Udp, AddressFamily.InterNetwork, new DialOptions { Journal = _journal });
        SocketError error = await socket.SendToAsync(line, _udp, deadline.Token);
        SocketName server = SocketName.From(_udp);
        try
        {
            while (error == SocketError.Success)
            {
                Datagram answer = await socket.ReceiveFromAsync(_buffer, deadline.Token);
                error = answer.Error;
                if (error == SocketError.Success && answer.From == server)
                {
                    _udpAnswers++;
                    return new LabAnswer(_buffer[..answer.Count], SocketError.Success);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            error = SocketError.TimedOut;
        }

        return new LabAnswer(null, error);
    }

    /// <summary>socket, connect, send, shutdown, recv to the end, close.</summary>
    public async Task<LabAnswer> AskTcpAsync(byte[] line, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(_timeout);
        try
        {
            (Connection? connection, SocketError error) = await _engine.ConnectAsync(
                Transport.Tcp, _tcp, new DialOptions { Journal = _journal }, deadline.Token);
            if (connection is null)
            {
                return new LabAnswer(null, error);
            }

            await using (connection)
            {
                return await AskAsync(connection, line, deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new LabAnswer(null, SocketError.TimedOut);
        }
    }

    async Task<LabAnswer> AskAsync(
        Connection connection, byte[] line, CancellationToken cancellation)
    {
        if (line.Length > 0)
        {
            await connection.SendAsync(line, cancellation);
        }

        connection.FinishSending();
        using var answer = new MemoryStream();
        while (true)
        {
            Reception reception = await connection.ReceiveAsync(_buffer, cancellation);
            if (reception.IsEnd)
            {
                return reception.Error == SocketError.Success
                    ? new LabAnswer(answer.ToArray(), SocketError.Success)
                    : new LabAnswer(null, reception.Error);
            }

            answer.Write(_buffer, 0, reception.Count);
        }
    }

    /// <summary>
    /// Waits (at most a second) until the server's side of the exchange is written down too.
    /// </summary>
    public async Task SettleAsync()
    {
        long deadline = Environment.TickCount64 + 1000;
        while (!IsSettled() && Environment.TickCount64 < deadline)
        {
            await Task.Delay(2);
        }

        bool IsSettled()
        {
            Counters counters = _server.Counters;
            return counters.Open == 0 && counters.DatagramsAnswered >= _udpAnswers;
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

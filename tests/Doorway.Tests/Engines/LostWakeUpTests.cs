using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Doorway.Tests.Command;

namespace Doorway.Tests;

/// <summary>
/// The contract of a stream: whatever lies in the kernel is received, also where nothing that
/// comes later would tell of it.
/// </summary>
public sealed class LostWakeUpTests
{
    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task What_lies_behind_an_urgent_byte_is_answered(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync(
            options => options with { Mode = ServerMode.Iterative });
        using Wire first = await Venue.DialAsync(server);
        Assert.Equal("FIRST", await first.AskAsync("first"));

        // All of it has arrived before any of it is received: recv(2) stops at the mark.
        using Wire second = await Venue.DialAsync(server);
        await second.SendAsync("before");
        second.Socket.Send("!"u8, SocketFlags.OutOfBand);
        await second.SendAsync("after");
        first.Dispose();
        Assert.Equal("BEFOREAFTER", await second.ReceiveTextAsync(11).InTime(3));
    }

    [Theory, InlineData("portable"), InlineData("linux")]
    public async Task What_lies_behind_a_descriptor_is_answered(string engine)
    {
        using var venue = new Venue(engine, "unix");
        await using Server server = await venue.ServeAsync(
            options => options with { Mode = ServerMode.Iterative });
        using Wire first = await Venue.DialAsync(server);
        Assert.Equal("FIRST", await first.AskAsync("first"));
        const string Script = """
            import socket, sys
            one = socket.socket(socket.AF_UNIX)
            one.connect(sys.argv[1])
            socket.send_fds(one, [b'before'], [0])
            one.sendall(b'after')
            print('sent', flush=True)
            one.settimeout(3)
            heard = b''
            while len(heard) < 11:
                heard += one.recv(100)
            print(heard.decode(), flush=True)
            """;
        using var client = Process.Start(new ProcessStartInfo(
            Programs.Python, ["-c", Script, venue.Address.Path])
        {
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("sent", await client.StandardOutput.ReadLineAsync().InTime());
        first.Dispose();
        Assert.Equal("BEFOREAFTER", await client.StandardOutput.ReadLineAsync().InTime());
        await client.WaitForExitAsync().InTime();
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_peer_that_ended_before_the_drain_is_not_waited_for(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        var goOn = new TaskCompletionSource();
        await using Server server = await venue.ServeAsync(options => options with
        {
            Service = null,
            Conversation = async (connection, cancellation) =>
            {
                byte[] buffer = new byte[70_000];
                connection.FinishSending();
                await goOn.Task;
                while (!(await connection.ReceiveAsync(buffer, cancellation)).IsEnd)
                {
                }
            },
        });

        // The conversation does not read: what it has no room for lies in the kernel, and the end
        // behind it.
        List<Wire> clients = [];
        for (int i = 0; i < 8; i++)
        {
            Wire client = await Venue.DialAsync(server);
            clients.Add(client);
            await client.SendAsync(new byte[100_000]);
            client.FinishSending();
        }

        await Task.Delay(200);
        Task stopped = server.StopAsync(TimeSpan.FromSeconds(10));
        await Task.Delay(100);
        goOn.SetResult();
        await stopped.InTime(3);
        clients.ForEach(client => client.Dispose());
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Who_listens_again_in_the_moment_of_the_drain_is_told_of_it(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        var acceptor = new Acceptor();
        StreamListener listener =
            venue.Engine.Listen(venue.Transport, Local(venue), new ListenOptions(), acceptor);
        EndPoint to = venue.Transport.IsUnix
            ? await Venue.EndPointOf(venue.Address)
            : new IPEndPoint(listener.Local.IPAddress!, listener.Local.Port);
        using Wire client = await Wire.DialAsync(to);
        HesitantSession session = await acceptor.Accepted.Task.InTime();
        await Task.Delay(100);
        session.Hesitates = true;
        await listener.DrainAsync();
        await session.HeardEnd.Task.InTime(3);
        client.Dispose();
        await session.WhenClosed.Task.InTime();
        await listener.DisposeAsync();
    }

    static EndPoint Local(Venue venue) => venue.Transport.IsUnix
        ? Venue.EndPointOf(venue.Address).Result
        : venue.NewLocal();

    sealed class Acceptor : IStreamAcceptor
    {
        public TaskCompletionSource<HesitantSession> Accepted { get; } = new();

        public Session? Accept(in SocketName local, in SocketName peer)
        {
            var session = new HesitantSession();
            Accepted.SetResult(session);
            return session;
        }

        public void AcceptFailed(SocketError error)
        {
        }
    }

    /// <summary>
    /// Is asked whether it is paused, says yes, and is not any more by the time that its answer is
    /// heard: another thread went on in that moment.
    /// </summary>
    sealed class HesitantSession : Session
    {
        bool _paused = true;

        public bool Hesitates { get; set; }

        public TaskCompletionSource HeardEnd { get; } = new();

        public TaskCompletionSource WhenClosed { get; } = new();

        protected override bool IsPaused
        {
            get
            {
                if (Hesitates && _paused)
                {
                    _paused = false;
                    var other = new Thread(() => Socket.InterestChanged());
                    other.Start();
                    other.Join(500);
                    return true;
                }

                return _paused;
            }
        }

        protected override void OnReceived(ReadOnlySpan<byte> bytes)
        {
        }

        protected override void OnPeerFinished()
        {
            HeardEnd.TrySetResult();
            End();
        }

        protected override void OnClosed() => WhenClosed.TrySetResult();
    }
}

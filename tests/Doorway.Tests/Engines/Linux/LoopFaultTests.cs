using System.Net;
using System.Net.Sockets;
using Doorway.Engines.Linux;

namespace Doorway.Tests;

/// <summary>What a loop's thread does not pass on from one connection to another.</summary>
public sealed class LoopFaultTests
{
    static readonly AsyncLocal<string?> Context = new();

    [Fact]
    public async Task A_session_that_throws_as_it_drains_costs_itself_only()
    {
        var engine = new LinuxEngine(new LinuxEngineOptions { Loops = 1 });
        var acceptor = new Acceptor();
        StreamListener listener = engine.Listen(
            Transport.Tcp, new IPEndPoint(IPAddress.Loopback, 0), new ListenOptions(), acceptor);
        var to = new IPEndPoint(IPAddress.Loopback, listener.Local.Port);
        using Wire one = await Wire.DialAsync(to);
        using Wire other = await Wire.DialAsync(to);
        await Eventually.HoldsAsync(() => acceptor.Sessions.Count == 2);
        await listener.DrainAsync();
        Assert.Equal(SocketError.ConnectionReset, await one.EndAsync().InTime());
        Assert.Equal(SocketError.ConnectionReset, await other.EndAsync().InTime());
        await Eventually.HoldsAsync(() => engine.Connections[0] == 0);
        Assert.All(
            acceptor.Sessions, session => Assert.Equal(SocketError.Fault, session.Error));
        await listener.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_was_first_to_use_an_engine_lends_its_context_to_nobody()
    {
        Context.Value = "the first one's";
        var engine = new LinuxEngine(new LinuxEngineOptions { Loops = 1 });
        var seen = new TaskCompletionSource<string?>();
        await using Server server = await Server.StartAsync(new ServerOptions
        {
            Addresses = [Address.Parse("tcp://127.0.0.1:0")],
            Engine = engine,
            Conversation = (_, _) =>
            {
                seen.SetResult(Context.Value);
                return Task.CompletedTask;
            },
        });
        using Wire wire = await Venue.DialAsync(server);
        Assert.Null(await seen.Task.InTime());
    }

    sealed class Acceptor : IStreamAcceptor
    {
        public List<Session> Sessions { get; } = [];

        public Session? Accept(in SocketName local, in SocketName peer)
        {
            var session = new ThrowingSession();
            Sessions.Add(session);
            return session;
        }

        public void AcceptFailed(SocketError error)
        {
        }
    }

    sealed class ThrowingSession : Session
    {
        protected override void OnReceived(ReadOnlySpan<byte> bytes)
        {
        }

        protected override void OnPeerFinished() => throw new InvalidOperationException("as asked");
    }
}

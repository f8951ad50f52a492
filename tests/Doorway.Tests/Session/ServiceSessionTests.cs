using System.Net.Sockets;
using System.Text;
using Doorway.Services;

namespace Doorway.Tests;

/// <summary>A service's stream conversation, without I/O.</summary>
public sealed class ServiceSessionTests
{
    readonly List<string> _faults = [];

    FakeStreamSocket Open(
        IService? service = null, int heldLimit = 64 * 1024, int unsentLimit = 64 * 1024)
    {
        var session = new ServiceSession(service ?? ToUpper.Instance)
        {
            HeldLimit = heldLimit,
            UnsentLimit = unsentLimit,
            Faulted = (_, what) => _faults.Add(what),
        };
        var socket = new FakeStreamSocket(session);
        session.Open(socket);
        return socket;
    }

    static void Give(FakeStreamSocket socket, string text) =>
        socket.Session.Received(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void What_arrives_is_answered_at_once()
    {
        FakeStreamSocket socket = Open();
        Give(socket, "abc");
        Assert.Equal("ABC", socket.Text);
        Assert.True(socket.Session.WantsToReceive);
        Assert.Equal(3, socket.Session.BytesReceived);
        Assert.Equal(3, socket.Session.BytesSent);
    }

    [Fact]
    public void The_peers_end_is_answered_with_ours_and_then_closed()
    {
        FakeStreamSocket socket = Open();
        Give(socket, "abc");
        socket.Session.PeerFinished();
        Assert.Equal(1, socket.Finishes);
        Assert.Equal(1, socket.Closes);
        Assert.False(socket.WasReset);
        Assert.False(socket.Session.WantsToReceive);
    }

    [Fact]
    public void What_the_kernel_does_not_take_goes_out_before_the_end()
    {
        FakeStreamSocket socket = Open();
        socket.Room = 2;
        Give(socket, "abc");
        Give(socket, "def");
        socket.Session.PeerFinished();
        Assert.Equal("AB", socket.Text);
        Assert.True(socket.Session.IsStalled);
        Assert.Equal(0, socket.Finishes);
        socket.Writable(1);
        Assert.Equal(0, socket.Finishes);
        socket.Writable(3);
        Assert.Equal(1, socket.Finishes);
        Assert.Equal(1, socket.Closes);
        Assert.Equal("ABCDEF", socket.Text);
        Assert.Equal(6, socket.Session.BytesSent);
    }

    [Fact]
    public void A_peer_that_does_not_read_is_not_read_either()
    {
        FakeStreamSocket socket = Open(unsentLimit: 10);
        socket.Room = 0;
        Give(socket, "123456789");
        Assert.True(socket.Session.WantsToReceive);
        Give(socket, "0");
        Assert.False(socket.Session.WantsToReceive);
        int before = socket.InterestChanges;
        socket.Writable(1);
        Assert.True(socket.Session.WantsToReceive);
        Assert.True(socket.InterestChanges > before);
    }

    [Fact]
    public async Task Whoever_waits_for_room_is_told_when_there_is_some_or_the_end()
    {
        FakeStreamSocket socket = Open(unsentLimit: 10);
        Assert.True(socket.Session.RoomAsync().IsCompleted);
        socket.Room = 0;
        socket.Session.Send(new byte[12]);
        Task room = socket.Session.RoomAsync();
        socket.Writable(2);
        Assert.False(room.IsCompleted);
        socket.Writable(1);
        await room.InTime();
        socket.Session.Send(new byte[12]);
        room = socket.Session.RoomAsync();
        socket.Session.Abort();
        await room.InTime();
        Assert.True(socket.Session.RoomAsync().IsCompleted);
    }

    [Fact]
    public void An_abort_while_bytes_wait_closes_with_a_reset_once()
    {
        FakeStreamSocket socket = Open();
        socket.Room = 1;
        Give(socket, "abc");
        socket.Session.Abort(SocketError.TimedOut);
        socket.Session.Abort();
        socket.Session.Failed(SocketError.ConnectionReset);
        Assert.Equal(1, socket.Closes);
        Assert.True(socket.WasReset);
        Assert.Equal(SocketError.TimedOut, socket.Session.Error);
        Assert.False(socket.Session.Send("x"u8));
        socket.Session.Closed();
        Assert.False(socket.Session.Sent(1));
        Assert.Equal("A", socket.Text);
        Assert.Equal(0, socket.Finishes);
    }

    [Fact]
    public void A_failed_send_ends_the_connection_with_its_reason()
    {
        FakeStreamSocket socket = Open();
        socket.Fails = SocketError.ConnectionReset;
        Give(socket, "abc");
        Assert.Equal(SocketError.ConnectionReset, socket.Session.Error);
        Assert.Equal(1, socket.Closes);
        Assert.False(socket.Session.WantsToReceive);
    }

    [Fact]
    public void What_fails_after_the_close_is_no_failure()
    {
        FakeStreamSocket socket = Open();
        socket.Session.End();
        socket.Session.StopLingering();
        socket.Session.Failed(SocketError.OperationAborted);
        Assert.Equal(SocketError.Success, socket.Session.Error);
    }

    [Fact]
    public void An_abort_before_the_socket_is_there_closes_it_when_it_comes()
    {
        var session = new ServiceSession(ToUpper.Instance);
        session.Abort();
        var socket = new FakeStreamSocket(session);
        session.Open(socket);
        Assert.Equal(1, socket.Closes);
    }

    [Fact]
    public void A_lingering_session_discards_until_the_peer_has_finished()
    {
        var service = new FakeService { EndsOn = '!' };
        FakeStreamSocket socket = Open(service);
        Give(socket, "a!b");
        Assert.Equal(1, socket.Finishes);
        Assert.Equal(0, socket.Closes);
        Assert.True(socket.Session.IsLingering);
        Assert.True(socket.Session.WantsToReceive);
        int calls = service.Calls;
        Give(socket, "more");
        Assert.Equal(calls, service.Calls);
        socket.Session.PeerFinished();
        Assert.Equal(1, socket.Closes);
        Assert.False(socket.WasReset);
    }

    [Fact]
    public void A_service_that_throws_is_told_once_and_not_called_again()
    {
        var service = new FakeService { Lines = true, ThrowsOn = '!' };
        FakeStreamSocket socket = Open(service);
        Give(socket, "tail");
        int calls = service.Calls;
        Give(socket, "!" + new string('!', 2_000));
        Assert.Equal(calls + 1, service.Calls);
        Assert.Contains("the service threw InvalidOperationException", Assert.Single(_faults));
        Assert.Equal(SocketError.Fault, socket.Session.Error);
        Assert.True(socket.WasReset);
    }

    [Fact]
    public void A_service_that_ends_the_conversation_is_not_called_again()
    {
        var service = new FakeService { Lines = true, EndsOn = '!' };
        FakeStreamSocket socket = Open(service);
        Give(socket, "tail");
        int calls = service.Calls;
        Give(socket, "!" + new string('x', 2_000));
        Assert.Equal(calls + 1, service.Calls);
        socket.Session.PeerFinished();
        Assert.Equal(calls + 1, service.Calls);
        Assert.Empty(_faults);
        Assert.Equal(1, socket.Finishes);
    }

    [Fact]
    public void A_service_that_never_progresses_is_ended_and_told()
    {
        FakeStreamSocket socket = Open(new FakeService { NeverFits = true });
        Give(socket, "abc");
        Assert.Contains("an answer of more than 65536 bytes in one piece", Assert.Single(_faults));
        Assert.Equal(SocketError.MessageSize, socket.Session.Error);
    }

    [Fact]
    public void A_request_without_an_end_is_held_up_to_the_limit()
    {
        FakeStreamSocket socket = Open(new FakeService { Lines = true }, heldLimit: 1_000);
        Give(socket, new string('a', 600));
        Give(socket, new string('b', 400));
        Assert.Equal("", socket.Text);
        Give(socket, "\n");
        Assert.Equal(1_001, socket.Text.Length);
        Give(socket, new string('c', 1_001));
        Assert.Contains("a request of more than 1000 bytes", Assert.Single(_faults));
        Assert.True(socket.WasReset);
    }

    [Fact]
    public void What_is_held_at_the_end_is_answered()
    {
        FakeStreamSocket socket = Open(new FakeService { Lines = true });
        Give(socket, "one\ntwo");
        Assert.Equal("ONE\n", socket.Text);
        socket.Session.PeerFinished();
        Assert.Equal("ONE\nTWO", socket.Text);
    }

    [Fact]
    public void A_reply_that_is_full_goes_on_with_the_rest()
    {
        FakeStreamSocket socket = Open(new FakeService { Bite = 7 });
        Give(socket, new string('a', 1_000));
        Assert.Equal(new string('A', 1_000), socket.Text);
        FakeStreamSocket grown = Open();
        Give(grown, new string('\u0390', 60_000));
        Assert.Equal(
            Samples.Upper(Encoding.UTF8.GetBytes(new string('\u0390', 60_000))), grown.Taken);
    }

    [Fact]
    public void A_draining_session_answers_what_it_held_and_discards_the_rest()
    {
        FakeStreamSocket socket = Open(new FakeService { Lines = true });
        Give(socket, "one\ntwo");
        socket.Session.Drain();
        Assert.Equal("ONE\nTWO", socket.Text);
        Assert.Equal(1, socket.Finishes);
        Give(socket, "late\n");
        Assert.Equal("ONE\nTWO", socket.Text);
        socket.Session.PeerFinished();
        Assert.Equal(1, socket.Closes);
    }

    [Fact]
    public void A_parked_session_is_not_heard_until_its_turn()
    {
        var session = new ServiceSession(ToUpper.Instance);
        session.Park();
        var socket = new FakeStreamSocket(session);
        session.Open(socket);
        Assert.False(session.WantsToReceive);
        session.Unpark();
        Assert.True(session.WantsToReceive);
        Assert.Equal(1, socket.InterestChanges);
    }
}

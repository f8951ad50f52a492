using System.Net.Sockets;
using Doorway.Services;
using Doorway.Tests.Command;

namespace Doorway.Tests.Services;

public sealed class ChatQueueTests
{
    const int Queue = 4 * 1024;
    readonly List<string> _left = [];
    readonly Chat _chat;

    public ChatQueueTests() =>
        _chat = new Chat { MemberQueue = Queue, Left = (_, why) => _left.Add(why) };

    /// <summary>A member whose kernel takes so many bytes.</summary>
    sealed class Seat
    {
        public Seat(
            Chat chat, int room, Action? sending = null, CancellationToken cancellation = default)
        {
            Session = new ConversationSession();
            Socket = new FakeStreamSocket(Session) { Room = room, Sending = sending };
            Session.Open(Socket);
            Stay = chat.Conversation(Session.Connection, cancellation);
        }

        public ConversationSession Session { get; }

        public FakeStreamSocket Socket { get; }

        public Task Stay { get; }

        public async Task CloseAsync()
        {
            Session.Closed();
            await Stay.WaitAsync(Deadline.Default);
        }
    }

    [Fact]
    public void A_line_longer_than_the_queue_reaches_all_who_have_read_everything()
    {
        var keen = new Seat(_chat, int.MaxValue);
        var slow = new Seat(_chat, 100);
        string line = new('x', 5_000);
        _chat.Say(line);
        Assert.Equal(2, _chat.Members);
        slow.Socket.Writable(int.MaxValue);
        _chat.Say(line);
        Assert.Equal(0, _chat.Dropped);
        Assert.Equal($"{line}\n{line}\n", keen.Socket.Text);
        Assert.Equal($"{line}\n{line}\n", slow.Socket.Text);
    }

    [Fact]
    public async Task A_member_with_unread_bytes_is_dropped_when_the_limit_would_be_passed()
    {
        var lazy = new Seat(_chat, 0);
        _chat.Say(new string('x', Queue - 11));
        _chat.Say("123456789");
        Assert.Equal(1, _chat.Members);
        Assert.Equal(Queue, lazy.Session.UnsentCount);
        _chat.Say("");
        Assert.Equal(0, _chat.Members);
        Assert.Equal(1, _chat.Dropped);
        Assert.True(lazy.Socket.WasReset);
        await lazy.CloseAsync();
        Assert.Equal(["dropped: left 4 KiB unread"], _left);
    }

    [Fact]
    public async Task Who_reads_on_while_being_dropped_is_reset_counted_and_told_all_the_same()
    {
        bool drains = false;
        var lazy = new Seat(_chat, 0);
        var other = new Seat(_chat, int.MaxValue, () =>
        {
            if (drains)
            {
                lazy.Socket.Writable(int.MaxValue);
            }
        });
        _chat.Say(new string('x', Queue - 1));
        drains = true;
        _chat.Say("one more");
        Assert.Equal(1, _chat.Members);
        Assert.Equal(1, _chat.Dropped);
        Assert.True(lazy.Socket.WasReset);
        await lazy.CloseAsync();
        Assert.Equal(["dropped: left 4 KiB unread"], _left);
        Assert.Equal(0, other.Socket.Closes);
    }

    [Theory]
    [InlineData(SocketError.Success, "left")]
    [InlineData(SocketError.ConnectionReset, "reset by the peer")]
    [InlineData(SocketError.ConnectionAborted, "reset by the peer")]
    [InlineData(SocketError.Shutdown, "closed by the peer before it had read everything")]
    [InlineData(SocketError.TimedOut, "lost: it no longer answers")]
    [InlineData(SocketError.HostUnreachable, "lost: there is no way to it any more")]
    [InlineData(SocketError.NetworkDown, "lost: there is no way to it any more")]
    [InlineData(SocketError.OperationAborted, "dropped by this server")]
    [InlineData(SocketError.Fault, "lost: the connection failed")]
    public async Task Why_a_member_has_gone_is_said_in_plain_words(SocketError error, string words)
    {
        var member = new Seat(_chat, int.MaxValue);
        if (error != SocketError.Success)
        {
            member.Session.Failed(error);
        }

        await member.CloseAsync();
        Assert.Equal([words], _left);
        Assert.Equal(0, _chat.Members);
        Assert.Equal(0, _chat.Dropped);
    }

    [Fact]
    public async Task A_member_whose_server_stops_is_told_so()
    {
        using var stopping = new CancellationTokenSource();
        var member = new Seat(_chat, int.MaxValue, null, stopping.Token);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => member.Stay.WaitAsync(Deadline.Default));
        Assert.Equal(["dropped: the server has stopped"], _left);
    }

    [Fact]
    public async Task A_broken_connection_is_no_laggard()
    {
        var broken = new Seat(_chat, 0);
        _chat.Say(new string('x', Queue - 1));
        broken.Session.Failed(SocketError.ConnectionReset);
        _chat.Say("one more");
        Assert.Equal(0, _chat.Dropped);
        await broken.CloseAsync();
        Assert.Equal(["reset by the peer"], _left);
        Assert.Equal(0, _chat.Members);
    }
}

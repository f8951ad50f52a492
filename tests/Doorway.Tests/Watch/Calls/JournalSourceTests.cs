using System.Net.Sockets;
using Doorway.Tests.Command;
using Doorway.Watch;
using Doorway.Watch.Calls;

namespace Doorway.Tests.Watch.Calls;

public sealed class JournalSourceTests
{
    static readonly SocketName Here = SocketName.From(System.Net.IPAddress.Loopback, 12000);
    static readonly SocketName There = SocketName.From(System.Net.IPAddress.Loopback, 40000);

    static List<WatchEvent> Told(Journal journal, CallNumbers numbers, bool isLink = false)
    {
        var events = new List<WatchEvent>();
        JournalSource.Start(journal, numbers, events.Add, isLink).Dispose();
        return events;
    }

    static Entry Of(Side side, SocketCall call, int socket, int result = 0) => new()
    {
        Side = side,
        Call = call,
        Socket = socket,
        Result = result,
        Transport = Transport.Udp,
        Local = Here,
        Peer = There,
    };

    [Fact]
    public void Our_own_calls_are_told_as_those_of_server_and_client()
    {
        var journal = new Journal();
        int server = journal.NumberSocket(), client = journal.NumberSocket();
        journal.Record(Of(Side.Server, SocketCall.RecvFrom, server, 5), "hello"u8);
        journal.Record(Of(Side.Client, SocketCall.SendTo, client, 5), "hello"u8);
        CallEvent[] calls = [.. Told(journal, new CallNumbers()).Cast<CallEvent>()];
        Assert.Equal(["recvfrom", "sendto"], calls.Select(call => call.Call));
        Assert.Equal(
            [JournalSource.Server, JournalSource.Client], calls.Select(call => call.Process));
        Assert.Equal([1, 2], calls.Select(call => call.Id));
        Assert.Equal([1, 2], calls.Select(call => call.Socket));
        Assert.All(calls, call => Assert.Equal("hello"u8, call.Bytes.Span));
        Assert.Equal(("127.0.0.1:12000", "127.0.0.1:40000"), (calls[0].Local, calls[0].Peer));
    }

    [Fact]
    public void A_call_that_waited_began_before()
    {
        var journal = new Journal();
        long started = Journal.Now;
        Thread.Sleep(30);
        journal.Record(Of(Side.Server, SocketCall.RecvFrom, 1, 5), default, started);
        Entry entry = journal.Snapshot()[0];
        var call = (CallEvent)Told(journal, new CallNumbers()).Single();
        Assert.True(call.Took >= TimeSpan.FromMilliseconds(29));
        Assert.Equal(entry.Time, call.Time + call.Took);
    }

    [Fact]
    public void Sockets_of_two_journals_have_different_numbers()
    {
        var numbers = new CallNumbers();
        var one = new Journal();
        one.Record(Of(Side.Server, SocketCall.Accept, 1, 2));
        one.Record(Of(Side.Server, SocketCall.Recv, 2));
        var other = new Journal();
        other.Record(Of(Side.Server, SocketCall.Recv, 2));
        CallEvent[] first = [.. Told(one, numbers).Cast<CallEvent>()];
        var second = (CallEvent)Told(other, numbers, isLink: true).Single();
        Assert.Equal(first[0].Made, first[1].Socket);
        Assert.NotEqual(first[1].Socket, second.Socket);
        Assert.Equal(JournalSource.Link, second.Process);
    }

    [Fact]
    public void A_failure_has_the_name_of_the_manual_pages()
    {
        var journal = new Journal();
        journal.Record(Of(Side.Client, SocketCall.Connect, 1) with
        {
            Error = SocketError.ConnectionRefused,
        });
        var call = (CallEvent)Told(journal, new CallNumbers()).Single();
        Assert.Equal((-1, "ECONNREFUSED"), (call.Result, call.Error));
    }

    [Theory]
    [InlineData("#17 client->server dropped: loss 5%", true)]
    [InlineData("#17 client->server passed", false)]
    [InlineData("#17 client->server copied, copy dropped: queue full, rate 1k", false)]
    public void The_fate_of_a_message_is_told(string words, bool isLoss)
    {
        var journal = new Journal();
        journal.Record(Of(Side.Client, SocketCall.Fate, 0, 5) with { Argument = words });
        var fate = (FateEvent)Told(journal, new CallNumbers(), isLink: true).Single();
        Assert.Equal((words, isLoss, 5), (fate.Words, fate.IsLoss, fate.Length));
        Assert.Equal(("127.0.0.1:12000", "127.0.0.1:40000"), (fate.Link, fate.Client));
        Assert.False(fate.IsChange);
    }

    [Fact]
    public async Task What_is_written_later_is_told_soon()
    {
        var journal = new Journal();
        var told = new TaskCompletionSource<WatchEvent>();
        using var source = JournalSource.Start(
            journal, new CallNumbers(), one => told.TrySetResult(one));
        await Task.Delay(20);
        Assert.False(told.Task.IsCompleted);
        journal.Record(
            Of(Side.Client, SocketCall.Change, 0) with { Argument = "client->server loss 5%" });
        WatchEvent change = await told.Task.WaitAsync(Deadline.Default);
        Assert.True(((FateEvent)change).IsChange);
    }
}

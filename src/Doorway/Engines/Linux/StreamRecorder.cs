using System.Net.Sockets;
using Doorway.Engines.Portable;

namespace Doorway.Engines.Linux;

/// <summary>Writes the calls on one stream socket into a journal.</summary>
sealed class StreamRecorder(
    Journal journal, Transport transport, Side side, int number, SocketName local, SocketName peer)
{
    long _since = Journal.Now;
    Subject _subject = new(side, transport, number, local, peer);

    /// <summary>The end that this socket is.</summary>
    public SocketName Local
    {
        get => _subject.Local;
        set => _subject = _subject with { Local = value };
    }

    /// <summary>socket(2) has returned this socket.</summary>
    public void Created(AddressFamily family) => Write(
        _subject with { Peer = default },
        new Outcome(SocketCall.Socket, number, Argument: SocketKind.Words(transport, family)));

    /// <summary>bind(2) has returned.</summary>
    public void Bound(SocketError error) =>
        Write(_subject with { Peer = default }, new Outcome(SocketCall.Bind, Error: error));

    /// <summary>accept(2) has returned this socket.</summary>
    /// <param name="listening">The name of the listening socket.</param>
    /// <param name="listeningNumber">The journal's number for it.</param>
    /// <param name="started">When the wait began.</param>
    public void Accepted(in SocketName listening, int listeningNumber, long started) =>
        Write(
            _subject with { Socket = listeningNumber, Local = listening },
            new Outcome(SocketCall.Accept, number), started);

    /// <summary>The call that is written down next begins now.</summary>
    public void Waits() => _since = Journal.Now;

    /// <summary>connect(2) has returned.</summary>
    public void Connected(SocketError error)
    {
        Write(_subject, new Outcome(SocketCall.Connect, Error: error), _since);
        Waits();
    }

    /// <summary>setsockopt(2).</summary>
    public void OptionSet(string words) =>
        Write(_subject, new Outcome(SocketCall.SetSockOpt, Argument: words));

    /// <summary>recv(2) has returned; it had been waited for since the last one.</summary>
    public void Received(ReadOnlySpan<byte> bytes, SocketError error)
    {
        Journal.Place place = journal.Reserve();
        journal.Write(
            _subject, new Outcome(SocketCall.Recv, bytes.Length, error), bytes, _since, place);
        _since = place.Timestamp;
    }

    /// <summary>The place of a call that can't wait.</summary>
    public Journal.Place Reserve() => journal.Reserve();

    /// <summary>send(2) has returned; one that would have waited is not written down.</summary>
    public void Sent(Journal.Place place, ReadOnlySpan<byte> bytes, SocketError error)
    {
        if (error == SocketError.WouldBlock)
        {
            journal.Abandon(place);
        }
        else
        {
            var outcome = new Outcome(SocketCall.Send, bytes.Length, error);
            journal.Write(_subject, outcome, bytes, 0, place);
        }
    }

    /// <summary>shutdown(2) has returned.</summary>
    public void ShutDown(Journal.Place place, SocketError error) => journal.Write(
        _subject, new Outcome(SocketCall.Shutdown, Error: error, Argument: "SHUT_WR"),
        [], 0, place);

    /// <summary>close(2) is called.</summary>
    public void Closing() => Write(_subject, new Outcome(SocketCall.Close));

    void Write(Subject about, in Outcome outcome, long started = 0) =>
        journal.Write(about, outcome, [], started, journal.Reserve());
}

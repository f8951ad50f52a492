using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests;

/// <summary>A poll of an engine on the test's own thread, and what its sockets were told.
/// </summary>
sealed class Gathering(Engine engine) : IDatagramReceiver, IDisposable
{
    public DatagramPoll Poll { get; } = engine.CreateDatagramPoll();

    public List<(DatagramPort Port, byte[] Bytes, SocketName From)> Got { get; } = [];

    public List<SocketError> Failures { get; } = [];

    public List<(byte[] Bytes, SocketError Error)> Unsent { get; } = [];

    /// <summary>Whether everything that comes is sent back.</summary>
    public bool Echoes { get; set; }

    public DatagramPort Open(
        Venue venue, EndPoint? local, EndPoint? remote, Journal? journal = null) =>
        Poll.Open(venue.Transport, local, remote, this, journal);

    /// <summary>A socket bound to a name of its own, with no peer.</summary>
    public DatagramPort Bind(Venue venue, Journal? journal = null) =>
        Open(venue, venue.NewLocal(), null, journal);

    /// <summary>Waits until the condition holds, ten seconds at most.</summary>
    public void Until(Func<bool> condition)
    {
        long deadline = In(10_000);
        while (!condition())
        {
            Assert.True(Stopwatch.GetTimestamp() < deadline, "it did not happen within 10 s");
            Poll.Wait(In(50));
        }
    }

    public static long In(double milliseconds) =>
        Stopwatch.GetTimestamp() + (long)(milliseconds * Stopwatch.Frequency / 1_000);

    public void Received(DatagramPort port, ReadOnlySpan<byte> datagram, in SocketName from)
    {
        Got.Add((port, datagram.ToArray(), from));
        if (Echoes)
        {
            port.Send(datagram, from);
        }
    }

    public void Failed(DatagramPort port, SocketError error) => Failures.Add(error);

    public void NotSent(DatagramPort port, ReadOnlySpan<byte> datagram, SocketError error) =>
        Unsent.Add((datagram.ToArray(), error));

    public void Dispose() => Poll.Dispose();
}

using System.Net;
using System.Net.Sockets;

namespace Doorway.Check;

/// <summary>A datagram, and who sent it.</summary>
readonly record struct Received(byte[] Bytes, IPEndPoint From)
{
    /// <summary>Whether it carries exactly these bytes.</summary>
    public bool Is(ReadOnlySpan<byte> expected) => Bytes.AsSpan().SequenceEqual(expected);
}

/// <summary>One of our UDP sockets; every step is traced.</summary>
sealed class UdpPeer : IDisposable
{
    // A UDP datagram is shorter.
    const int Largest = 64 * 1024;

    // A program that sends without end must not keep its case from ending.
    const int MostAtOnce = 1_000;

    readonly Socket _socket;
    readonly Trace _trace;
    readonly Patience _patience;
    readonly int _number;

    /// <summary>Takes over a bound socket.</summary>
    /// <param name="socket">The socket, not connected; disposed of with this.</param>
    /// <param name="remote">Where the server is; null for our server's socket.</param>
    /// <param name="number">Which socket of the case, from 1.</param>
    /// <param name="trace">Where steps are written.</param>
    /// <param name="patience">How long to wait for what may not come.</param>
    public UdpPeer(
        Socket socket, IPEndPoint? remote, int number, Trace trace, Patience patience)
    {
        _socket = socket;
        Remote = remote;
        _number = number;
        _trace = trace;
        _patience = patience;
    }

    /// <summary>Our address.</summary>
    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Where the server is; null for our server's socket.</summary>
    public IPEndPoint? Remote { get; }

    /// <summary>For options that a case sets.</summary>
    public Socket Socket => _socket;

    /// <summary>Whether a datagram is here already.</summary>
    public bool HasDatagram => _socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    /// <summary>Sends a datagram to the server.</summary>
    public void Send(ReadOnlySpan<byte> datagram) => SendTo(datagram, Remote!);

    /// <summary>Sends a datagram.</summary>
    public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint to)
    {
        _trace.Add(TraceSide.Doorway, "sendto", datagram, _number);
        _socket.SendTo(datagram, SocketFlags.None, to);
    }

    /// <summary>The next datagram; null where none will come.</summary>
    public Received? Receive()
    {
        if (!_patience.Wait(time => _socket.Poll(time, SelectMode.SelectRead)))
        {
            return null;
        }

        if (_patience.Left == TimeSpan.Zero)
        {
            // It sends without end.
            throw new OutOfTimeException();
        }

        byte[] buffer = new byte[Largest];
        EndPoint from = new IPEndPoint(
            _socket.AddressFamily == AddressFamily.InterNetworkV6
                ? IPAddress.IPv6Any : IPAddress.Any,
            0);
        int count = _socket.ReceiveFrom(buffer, ref from);
        _trace.Add(TraceSide.Program, "sendto", buffer.AsSpan(0, count), _number);
        return new Received(buffer[..count], (IPEndPoint)from);
    }

    /// <summary>Sends a datagram to the server, and waits for its answer.</summary>
    /// <param name="message">What is asked.</param>
    /// <param name="expected">
    /// The answer that is waited for; others, such as a second copy of an earlier one, are passed
    /// over.
    /// </param>
    /// <returns>The answer; where it does not come, the last that came instead, or null.</returns>
    public Received? Ask(ReadOnlySpan<byte> message, ReadOnlySpan<byte> expected)
    {
        Send(message);
        Received? last = null;
        for (int i = 0; i < MostAtOnce && Receive() is { } answer; i++)
        {
            last = answer;
            if (answer.Is(expected))
            {
                break;
            }
        }

        return last;
    }

    /// <summary>All datagrams that come until the program falls silent.</summary>
    public List<Received> ReceiveAll()
    {
        var all = new List<Received>();
        while (all.Count < MostAtOnce && Receive() is { } datagram)
        {
            all.Add(datagram);
        }

        return all;
    }

    /// <summary>Closes.</summary>
    public void Dispose() => Closing.Leave(_socket);
}

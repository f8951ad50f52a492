using System.Net;
using System.Net.Sockets;

namespace Doorway.Check;

/// <summary>Our end of a TCP connection with the program; every step is traced.</summary>
sealed class TcpPeer : IDisposable
{
    const int Chunk = 64 * 1024;

    // tcp(7), /usr/include/netinet/tcp.h.
    const int TcpLevel = 6;
    const int TcpMaxSegment = 2;
    const int TcpCork = 3;
    const int EthernetSegment = 1_460;
    const int SmallBuffer = 4 * 1024;
    const int LargeBuffer = 1024 * 1024;

    // A full connection has moved no byte for so many looks at a program that waits.
    const int StillFull = 3;

    // Far more than any answer has; a program that sends without end must not fill our memory.
    const int MostUnread = 64 * 1024 * 1024;
    const int MostNow = 256 * 1024;

    readonly Socket _socket;
    readonly Trace _trace;
    readonly Patience _patience;
    readonly int _number;
    readonly List<byte> _unread = [];
    ReadEnd? _ended;

    /// <summary>Takes over a connected socket.</summary>
    /// <param name="socket">The socket; disposed of with this.</param>
    /// <param name="number">Which connection of the case, from 1.</param>
    /// <param name="trace">Where steps are written.</param>
    /// <param name="patience">How long to wait for what may not come.</param>
    public TcpPeer(Socket socket, int number, Trace trace, Patience patience)
    {
        _socket = socket;
        _socket.NoDelay = true;
        _number = number;
        _trace = trace;
        _patience = patience;
    }

    /// <summary>Our address.</summary>
    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>The program's address.</summary>
    public IPEndPoint Remote => (IPEndPoint)_socket.RemoteEndPoint!;

    /// <summary>Which connection of the case, from 1.</summary>
    public int Number => _number;

    /// <summary>
    /// Whether a connection that the program has ended is closed by a reset: then nothing of it is
    /// left in TIME_WAIT (RFC 9293, section 3.3.2), where the next case needs the same port.
    /// </summary>
    public bool FreesPort { get; init; }

    /// <summary>For options that a case sets.</summary>
    public Socket Socket => _socket;

    /// <summary>
    /// Makes a connection like one over Ethernet to a client that is slow to read: short segments,
    /// by which the program's send buffer stays small too, and a small receive buffer. For
    /// <see cref="Trial.Connect"/>.
    /// </summary>
    public static void PrepareSlow(Socket socket)
    {
        socket.ReceiveBufferSize = SmallBuffer;
        if (OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption(
                TcpLevel, TcpMaxSegment, BitConverter.GetBytes(EthernetSegment));
        }
    }

    /// <summary>Reads fast from now on, after <see cref="PrepareSlow"/>.</summary>
    public void ReadFast() => _socket.ReceiveBufferSize = LargeBuffer;

    /// <summary>
    /// Sends all of it, waiting for the program to read as long as the case lasts.
    /// </summary>
    /// <returns>False where the program has closed or reset the connection.</returns>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        _trace.Add(TraceSide.Doorway, "send", bytes, _number);
        while (!bytes.IsEmpty)
        {
            int sent = _socket.Send(bytes, SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                if (!_patience.Wait(time => _socket.Poll(time, SelectMode.SelectWrite)))
                {
                    throw new OutOfTimeException();
                }

                continue;
            }

            if (error != SocketError.Success)
            {
                _trace.Add(TraceSide.Doorway, $"send failed: {error}", default, _number);
                return false;
            }

            bytes = bytes[sent..];
        }

        return true;
    }

    /// <summary>
    /// Sends, and finishes sending in the same segment (TCP_CORK, tcp(7)): the program learns of
    /// both at once, every time.
    /// </summary>
    /// <param name="bytes">Less than a segment.</param>
    public void SendAndFinish(ReadOnlySpan<byte> bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            _socket.SetRawSocketOption(TcpLevel, TcpCork, BitConverter.GetBytes(1));
        }

        if (Send(bytes))
        {
            FinishSending();
        }
    }

    /// <summary>Sends what fits at once, and does not wait.</summary>
    /// <returns>
    /// How many bytes it was; 0 where the program must read first, -1 where the connection is gone.
    /// </returns>
    public int SendWhatFits(ReadOnlySpan<byte> bytes)
    {
        int sent = _socket.Send(bytes, SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
        {
            return 0;
        }

        bool isGone = error != SocketError.Success;
        _trace.Add(
            TraceSide.Doorway, isGone ? $"send failed: {error}" : "send",
            isGone ? default : bytes[..sent], _number);
        return isGone ? -1 : sent;
    }

    /// <summary>
    /// Sends as a client that does not read yet: until all is sent, the connection is gone, or the
    /// program waits and takes no more.
    /// </summary>
    /// <returns>How many bytes were sent.</returns>
    public int SendUnread(ReadOnlySpan<byte> bytes)
    {
        int total = 0;
        int idle = 0;
        while (total < bytes.Length && idle < StillFull)
        {
            int sent = SendWhatFits(bytes[total..]);
            if (sent < 0)
            {
                break;
            }

            total += sent;
            idle = sent > 0 ? 0 : idle + 1;
            if (sent == 0)
            {
                _patience.Settle();
            }
        }

        return total;
    }

    /// <summary>Sends and reads at the same time, as a client that never lets the program wait.
    /// </summary>
    /// <param name="bytes">What is sent.</param>
    /// <param name="count">How many bytes are to come; those that are here already count.</param>
    public Reading Exchange(ReadOnlySpan<byte> bytes, int count)
    {
        while (!bytes.IsEmpty && _ended is null)
        {
            int sent = SendWhatFits(bytes);
            bytes = bytes[(sent < 0 ? bytes.Length : sent)..];
            bool came = Receive(TimeSpan.Zero);
            if (sent == 0 && !came && !_patience.Wait(ReceiveOrRoom))
            {
                break;
            }
        }

        return Read(count);
    }

    bool ReceiveOrRoom(TimeSpan time) =>
        Receive(time) || _socket.Poll(TimeSpan.Zero, SelectMode.SelectWrite);

    /// <summary>
    /// Lets the program read what was sent: what is sent next comes to it in a receive of its own.
    /// A program that waits and does not read is left so.
    /// </summary>
    public void Settle() => _patience.Wait(time =>
    {
        Thread.Sleep(time);
        return Underway.IsNone(_socket);
    });

    /// <summary>Reads until so many bytes are there, or no more will come.</summary>
    public Reading Read(int count) => ReadUntil(bytes => bytes.Count >= count ? count : -1);

    /// <summary>Reads a line with its newline.</summary>
    public Reading ReadLine() => ReadUntil(bytes => bytes.IndexOf((byte)'\n') + 1 is > 0 and int end
        ? end : -1);

    /// <summary>Reads all that comes until the program closes or falls silent.</summary>
    public Reading ReadAll() => ReadUntil(_ => -1);

    /// <summary>Finishes sending, and reads all that still comes.</summary>
    public Reading ReadToEnd()
    {
        FinishSending();
        return ReadAll();
    }

    /// <summary>
    /// Reads what is there, and what comes until the program waits for something itself: quick,
    /// and not to be used where more may come later.
    /// </summary>
    public Reading ReadNow()
    {
        do
        {
            while (_ended is null && _unread.Count < MostNow && Receive(TimeSpan.Zero))
            {
            }
        }
        while (_ended is null && _unread.Count < MostNow && _patience.Settles()
            && _socket.Poll(TimeSpan.Zero, SelectMode.SelectRead));

        return ReadHere();
    }

    /// <summary>What has come, and was not read; waits for nothing.</summary>
    public Reading ReadHere()
    {
        byte[] bytes = [.. _unread];
        _unread.Clear();
        return new Reading(bytes, _ended ?? ReadEnd.Quiet);
    }

    /// <summary>Reads until what is wanted is there: so many bytes of what has come, or -1.
    /// </summary>
    public Reading ReadUntil(Func<List<byte>, int> wanted)
    {
        int length = wanted(_unread);
        while (length < 0 && _ended is null && _patience.Wait(Receive))
        {
            length = wanted(_unread);
            if (length < 0 && (_unread.Count > MostUnread || _patience.Left == TimeSpan.Zero))
            {
                // It sends without end.
                throw new OutOfTimeException();
            }
        }

        ReadEnd end = length >= 0 ? ReadEnd.Enough : _ended ?? ReadEnd.Quiet;
        length = length < 0 ? _unread.Count : length;
        byte[] bytes = [.. _unread[..length]];
        _unread.RemoveRange(0, length);
        return new Reading(bytes, end);
    }

    /// <summary>Why nothing more will come; null while something may.</summary>
    public ReadEnd? Ended => _ended;

    /// <summary>How many bytes have come and were not read by the case.</summary>
    public int Unread => _unread.Count;

    /// <summary>Takes what comes within a time, for a later reading.</summary>
    /// <returns>Whether anything came: bytes, or the end.</returns>
    public bool Receive(TimeSpan time)
    {
        if (!_socket.Poll(time, SelectMode.SelectRead))
        {
            return false;
        }

        byte[] buffer = new byte[Chunk];
        int count = _socket.Receive(buffer, SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
        {
            return false;
        }

        if (error != SocketError.Success)
        {
            _ended = ReadEnd.Reset;
            _trace.Add(TraceSide.Program, "reset", default, _number);
        }
        else if (count == 0)
        {
            _ended = ReadEnd.EndOfFile;
            _trace.Add(TraceSide.Program, "end of file", default, _number);
        }
        else
        {
            _unread.AddRange(buffer.AsSpan(0, count));
            _trace.Add(TraceSide.Program, "send", buffer.AsSpan(0, count), _number);
        }

        return true;
    }

    /// <summary>Finishes sending; goes on receiving (RFC 9293 3.6, half-close).</summary>
    public void FinishSending()
    {
        _trace.Add(TraceSide.Doorway, "shutdown", default, _number);
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The program has reset the connection: the next read says so.
        }
    }

    /// <summary>Ends the connection by a reset (SO_LINGER of 0, socket(7)).</summary>
    public void Reset()
    {
        _trace.Add(TraceSide.Doorway, "reset", default, _number);
        Closing.Reset(_socket);
    }

    /// <summary>Closes.</summary>
    public void Dispose()
    {
        if (!_socket.SafeHandle.IsClosed)
        {
            _trace.Add(TraceSide.Doorway, "close", default, _number);
            if (FreesPort && _ended == ReadEnd.EndOfFile)
            {
                Closing.Reset(_socket);
            }
            else
            {
                Closing.End(_socket);
            }
        }
    }
}

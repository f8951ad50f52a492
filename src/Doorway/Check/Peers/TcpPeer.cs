using System.Net;
using System.Net.Sockets;

namespace Doorway.Check;

/// <summary>Our end of a TCP connection with the program; every step is traced.</summary>
sealed class TcpPeer : IDisposable
{
    const int Chunk = 64 * 1024;

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

    /// <summary>For options that a case sets.</summary>
    public Socket Socket => _socket;

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

    /// <summary>Reads until so many bytes are there, or no more will come.</summary>
    public Reading Read(int count) => ReadUntil(bytes => bytes.Count >= count ? count : -1);

    /// <summary>Reads a line with its newline.</summary>
    public Reading ReadLine() => ReadUntil(bytes => bytes.IndexOf((byte)'\n') + 1 is > 0 and int end
        ? end : -1);

    /// <summary>Reads all that comes until the program closes or falls silent.</summary>
    public Reading ReadAll() => ReadUntil(_ => -1);

    // What is wanted is there when a length comes back.
    Reading ReadUntil(Func<List<byte>, int> wanted)
    {
        int length = wanted(_unread);
        while (length < 0 && _ended is null && _patience.Wait(Receive))
        {
            length = wanted(_unread);
        }

        ReadEnd end = length >= 0 ? ReadEnd.Enough : _ended ?? ReadEnd.Quiet;
        length = length < 0 ? _unread.Count : length;
        byte[] bytes = [.. _unread[..length]];
        _unread.RemoveRange(0, length);
        return new Reading(bytes, end);
    }

    // Whether anything came: bytes, or the end.
    bool Receive(TimeSpan time)
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
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    /// <summary>Closes.</summary>
    public void Dispose()
    {
        if (!_socket.SafeHandle.IsClosed)
        {
            _trace.Add(TraceSide.Doorway, "close", default, _number);
            _socket.Dispose();
        }
    }
}

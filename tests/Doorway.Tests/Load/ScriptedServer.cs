using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests;

/// <summary>
/// A UDP server on a plain socket that does with the n-th datagram what a test says.
/// </summary>
sealed class ScriptedServer : IDisposable
{
    readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    readonly Func<int, Asked, IEnumerable<Answer>> _script;
    readonly PriorityQueue<Answer, DateTime> _later = new();
    readonly Thread _thread;
    volatile bool _stopped;
    int _received;

    /// <param name="script">Told the number of a datagram, from 0, and what was asked.</param>
    public ScriptedServer(Func<int, Asked, IEnumerable<Answer>> script)
    {
        _script = script;
        _socket.ReceiveBufferSize = 4 << 20;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>What a client sent, and the right answer.</summary>
    public sealed record Asked(byte[] Bytes, byte[] Upper, EndPoint From);

    /// <summary>A datagram that goes back.</summary>
    public sealed record Answer(byte[] Bytes, EndPoint To, TimeSpan After = default);

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public Address Address => Address.Of(Transport.Udp, "127.0.0.1", Port);

    public int Received => Volatile.Read(ref _received);

    void Run()
    {
        byte[] buffer = new byte[65_536];
        while (!_stopped)
        {
            if (_socket.Poll(1_000, SelectMode.SelectRead))
            {
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                byte[] bytes = buffer[.._socket.ReceiveFrom(buffer, ref from)];
                foreach (Answer answer in _script(
                    _received, new Asked(bytes, Samples.Upper(bytes), from)))
                {
                    _later.Enqueue(answer, DateTime.UtcNow + answer.After);
                }

                Volatile.Write(ref _received, _received + 1);
            }

            while (_later.TryPeek(out Answer? next, out DateTime time) && time <= DateTime.UtcNow)
            {
                _later.Dequeue();
                _socket.SendTo(next.Bytes, next.To);
            }
        }
    }

    public void Dispose()
    {
        _stopped = true;
        _thread.Join();
        _socket.Dispose();
    }
}

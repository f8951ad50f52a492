using System.Net;
using BenchmarkDotNet.Attributes;
using Doorway.Services;

namespace Doorway.Micro;

/// <summary>One message received and answered, without a system call.</summary>
public class Turns
{
    readonly ServiceSession _session = new(ToUpper.Instance);
    readonly DatagramResponder _responder =
        new(ToUpper.Instance, new Limits(), Transport.Udp, log: null);
    readonly SocketName _peer = SocketName.From(IPAddress.Loopback, 33_000);
    readonly byte[] _message = new byte[64];
    readonly byte[] _reply = new byte[65_536];

    public Turns()
    {
        _message.AsSpan().Fill((byte)'x');
        _session.Open(new SilentSocket());
    }

    [Benchmark]
    public bool Session()
    {
        _session.Received(_message);
        return _session.WantsToReceive;
    }

    [Benchmark]
    public bool Responder()
    {
        bool isAnswered = _responder.Answer(_message, _peer, _reply, out int written);
        _responder.Sent(_peer, written, System.Net.Sockets.SocketError.Success);
        return isAnswered;
    }

    [Benchmark]
    public int ServiceAlone()
    {
        ToUpper.Instance.Reply(_message, _reply, out _, out int written, isFinal: false);
        return written;
    }

    [Benchmark]
    public long TickCount() => Environment.TickCount64;
}

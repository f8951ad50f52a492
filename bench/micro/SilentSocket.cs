using System.Net;
using System.Net.Sockets;

namespace Doorway.Micro;

/// <summary>A connected socket that takes all bytes at once and sends none.</summary>
sealed class SilentSocket : IStreamSocket
{
    public SocketName Local { get; } = SocketName.From(IPAddress.Loopback, 12_000);

    public SocketName Peer { get; } = SocketName.From(IPAddress.Loopback, 33_000);

    public int Send(ReadOnlySpan<byte> bytes, out SocketError error)
    {
        error = SocketError.Success;
        return bytes.Length;
    }

    public void SendUnsent()
    {
    }

    public void FinishSending()
    {
    }

    public void InterestChanged()
    {
    }

    public int Use(Func<int, int> call) => -9;

    public void Close(bool reset)
    {
    }
}

using System.Net;
using System.Net.Sockets;

namespace Doorway.Engines.Portable;

/// <summary>A client's datagram socket on System.Net.Sockets.</summary>
sealed class PortableDatagramSocket(RecordedSocket socket, UnixPath? path) : DatagramSocket
{
    const int SockAddrSize = 128;

    public override SocketName Local => socket.LocalNow();

    public static PortableDatagramSocket Open(
        Transport transport, AddressFamily family, DialOptions options)
    {
        RecordedSocket socket = RecordedSocket.Create(
            transport, family, Side.Client, options.Journal);
        try
        {
            UnixPath? path = null;
            if (options.Local is not null)
            {
                path = UnixPath.Bind(socket, options.Local, backlog: null);
            }

            if (options.Broadcast)
            {
                socket.SetOption("SO_BROADCAST", made => made.EnableBroadcast = true);
            }

            LearnRefusals(socket, family);
            return new PortableDatagramSocket(socket, path);
        }
        catch
        {
            socket.Close();
            throw;
        }
    }

    // ip(7), ipv6(7): an unconnected UDP socket is told of ICMP errors only if it asks.
    static void LearnRefusals(RecordedSocket socket, AddressFamily family)
    {
        if (!OperatingSystem.IsLinux() || family == AddressFamily.Unix)
        {
            return;
        }

        (int level, int option, string words) = family == AddressFamily.InterNetworkV6
            ? (41, 25, "IPV6_RECVERR") : (0, 11, "IP_RECVERR");
        socket.SetOption(words, made => made.SetRawSocketOption(level, option, [1, 0, 0, 0]));
    }

    public override async ValueTask<SocketError> SendToAsync(
        ReadOnlyMemory<byte> datagram, EndPoint remote, CancellationToken cancellation)
    {
        // A Unix datagram waits for room at its receiver's; one of UDP goes out or is dropped.
        bool waits = remote.AddressFamily == AddressFamily.Unix;
        Journal.Place place = waits ? default : socket.Reserve();
        SocketError error = SocketError.OperationAborted;
        try
        {
            await socket.Socket.SendToAsync(datagram, SocketFlags.None, remote, cancellation)
                .ConfigureAwait(false);
            error = SocketError.Success;
        }
        catch (SocketException failure)
        {
            error = failure.SocketErrorCode;
        }
        finally
        {
            socket.RecordDatagram(
                SocketCall.SendTo, SocketName.From(remote), datagram.Span, error, place: place);
        }

        return error;
    }

    public override async ValueTask<Datagram> ReceiveFromAsync(
        Memory<byte> buffer, CancellationToken cancellation)
    {
        var from = new SocketAddress(socket.Socket.AddressFamily, SockAddrSize);
        long started = socket.Now;
        try
        {
            int count = await socket.Socket.ReceiveFromAsync(
                buffer, SocketFlags.None, from, cancellation).ConfigureAwait(false);
            SocketName peer = SocketName.From(from);
            SocketError error = count < buffer.Length
                ? SocketError.Success
                : SocketError.MessageSize;
            socket.RecordDatagram(SocketCall.RecvFrom, peer, buffer.Span[..count], error, started);
            return new Datagram(count, peer, error);
        }
        catch (SocketException failure)
        {
            socket.RecordDatagram(
                SocketCall.RecvFrom, default, [], failure.SocketErrorCode, started);
            return new Datagram(0, default, failure.SocketErrorCode);
        }
    }

    public override ValueTask DisposeAsync()
    {
        path?.Unlink();
        socket.Close();
        return ValueTask.CompletedTask;
    }
}

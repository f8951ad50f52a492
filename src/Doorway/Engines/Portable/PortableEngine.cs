using System.Net;
using System.Net.Sockets;

namespace Doorway.Engines.Portable;

/// <summary>
/// The engine on System.Net.Sockets: every platform, every transport, no native code of ours.
/// </summary>
sealed class PortableEngine : Engine
{
    public override string Name => "portable";

    internal override async ValueTask<SocketError> DialAsync(
        Transport transport, EndPoint remote, DialOptions options, Session session,
        CancellationToken cancellation)
    {
        RecordedSocket? socket = null;
        SocketError error;
        try
        {
            socket = RecordedSocket.Create(
                transport, remote.AddressFamily, Side.Client, options.Journal);
            if (options.Local is not null)
            {
                socket.Bind(options.Local);
            }

            error = await socket.ConnectAsync(remote, cancellation).ConfigureAwait(false);
        }
        catch (SocketException failure)
        {
            error = failure.SocketErrorCode;
        }
        catch
        {
            socket?.Close();
            throw;
        }

        if (error != SocketError.Success)
        {
            socket?.Close();
            return error;
        }

        new PortableStream(socket!, session, CancellationToken.None).Start();
        return SocketError.Success;
    }

    public override DatagramSocket OpenDatagram(
        Transport transport, AddressFamily family, DialOptions options) =>
        PortableDatagramSocket.Open(transport, family, options);

    internal override StreamListener Listen(
        Transport transport, EndPoint local, ListenOptions options, IStreamAcceptor acceptor) =>
        PortableListener.Listen(transport, local, options, acceptor);

    internal override DatagramListener Answer(
        Transport transport, EndPoint local, ListenOptions options, IDatagramHandler handler) =>
        PortableDatagramListener.Bind(transport, local, options, handler);

    internal override DatagramPoll CreateDatagramPoll() => new PortableDatagramPoll();
}

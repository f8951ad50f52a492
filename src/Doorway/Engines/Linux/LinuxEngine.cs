using System.Net;
using System.Net.Sockets;

namespace Doorway.Engines.Linux;

/// <summary>The engine on the Linux kernel's own calls.</summary>
sealed class LinuxEngine(LinuxEngineOptions options) : Engine
{
    public override string Name => "linux";

    public override ValueTask<Dialled> ConnectAsync(
        Transport transport, EndPoint remote, DialOptions dial, CancellationToken cancellation) =>
        Portable.ConnectAsync(transport, remote, dial, cancellation);

    public override DatagramSocket OpenDatagram(
        Transport transport, AddressFamily family, DialOptions dial) =>
        Portable.OpenDatagram(transport, family, dial);

    internal override StreamListener Listen(
        Transport transport, EndPoint local, ListenOptions listen, IStreamAcceptor acceptor) =>
        Portable.Listen(transport, local, listen, acceptor);

    internal override DatagramListener Answer(
        Transport transport, EndPoint local, ListenOptions listen, IDatagramHandler handler) =>
        LinuxDatagramListener.Bind(transport, local, listen, handler, options);
}

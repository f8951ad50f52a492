using System.Net;
using System.Net.Sockets;

namespace Doorway.Engines.Linux;

/// <summary>
/// The engine on the Linux kernel's own calls: epoll(7) loops for streams, recvmmsg(2) and
/// sendmmsg(2) for datagrams.
/// </summary>
sealed class LinuxEngine(LinuxEngineOptions options) : Engine
{
    readonly LoopGroup _loops = new(options.Loops, options.Spin);

    public override string Name => options.Name;

    /// <summary>How many connections each loop has now.</summary>
    public IReadOnlyList<int> Connections => [.. _loops.All.Select(loop => loop.Count)];

    internal override ValueTask<SocketError> DialAsync(
        Transport transport, EndPoint remote, DialOptions dial, Session session,
        CancellationToken cancellation) =>
        LinuxDialler.DialAsync(transport, remote, dial, session, _loops, cancellation);

    internal override IReadOnlyList<TimeSpan> StreamThreads =>
        [.. _loops.All.Select(loop => loop.Busy)];

    // A client's datagrams come and go one by one: nothing to gain.
    public override DatagramSocket OpenDatagram(
        Transport transport, AddressFamily family, DialOptions dial) =>
        Portable.OpenDatagram(transport, family, dial);

    internal override StreamListener Listen(
        Transport transport, EndPoint local, ListenOptions listen, IStreamAcceptor acceptor) =>
        LinuxListener.Listen(transport, local, listen, acceptor, _loops);

    internal override DatagramListener Answer(
        Transport transport, EndPoint local, ListenOptions listen, IDatagramHandler handler) =>
        LinuxDatagramListener.Bind(transport, local, listen, handler, options);

    internal override DatagramPoll CreateDatagramPoll() => new LinuxDatagramPoll(options);
}

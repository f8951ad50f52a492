using System.Net.Sockets;
using Doorway.Engines.Linux.Interop;

namespace Doorway.Engines.Linux;

/// <summary>An epoll(7) whose waiting thread others can wake, by an eventfd(2).</summary>
static class WakeableEpoll
{
    /// <summary>Makes both.</summary>
    /// <param name="wakeToken">What an event of the eventfd carries.</param>
    /// <exception cref="SocketException">No descriptor is left.</exception>
    public static (int Epoll, int Wake) Open(ulong wakeToken)
    {
        int epoll = Errno.Require(Epoll.Create());
        int wake = EventFd.Create();
        int watched = wake < 0 ? wake : Epoll.Add(epoll, wake, Epoll.In, wakeToken);
        if (watched < 0)
        {
            _ = StreamCalls.Close(wake);
            _ = StreamCalls.Close(epoll);
            Errno.Require(watched);
        }

        return (epoll, wake);
    }
}

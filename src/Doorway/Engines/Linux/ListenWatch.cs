using Doorway.Engines.Linux.Interop;

namespace Doorway.Engines.Linux;

/// <summary>A listening socket in the epoll of one of the loops that wait for it.</summary>
sealed class ListenWatch : EventSource
{
    readonly LinuxListener _listener;
    readonly EventLoop _loop;
    readonly ulong _token;

    public ListenWatch(LinuxListener listener, EventLoop loop)
    {
        _listener = listener;
        _loop = loop;
        _token = loop.Enter(this, isGuest: false);
    }

    /// <summary>Waits for connections, or no more.</summary>
    /// <returns>0, or an errno as a negative number (no memory, the limit on watches).</returns>
    public int Set(int descriptor, bool wanted)
    {
        if (wanted)
        {
            return _loop.Watch(descriptor, Epoll.In | Epoll.Exclusive, _token);
        }

        _loop.Ignore(descriptor);
        return 0;
    }

    public override void Ready(EventLoop loop, uint events) => _listener.AcceptSome(loop);

    public override void Fault(Exception failure) => _listener.Fault();

    /// <summary>The listening socket is closed.</summary>
    public void Leave() => _loop.Leave(_token, isGuest: false);
}

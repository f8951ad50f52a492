using System.Collections.Frozen;

namespace Doorway.Watch.Calls;

/// <summary>What a call is about, and where its arguments say so.</summary>
enum CallKind
{
    /// <summary>Nothing that is shown.</summary>
    Other,

    /// <summary>Makes a socket.</summary>
    Make,

    /// <summary>A call for sockets alone; its first argument is one.</summary>
    Socket,

    /// <summary>A call for any descriptor; its first argument may be a socket.</summary>
    Descriptor,

    /// <summary>Waits for several descriptors.</summary>
    Poll,

    /// <summary>Waits for those of an epoll(7) instance, the first argument.</summary>
    EpollWait,

    /// <summary>Tells an epoll(7) instance about the third argument.</summary>
    EpollControl,

    /// <summary>Closes many descriptors.</summary>
    CloseRange,

    /// <summary>Makes a process or a thread.</summary>
    Fork,

    /// <summary>Runs another program.</summary>
    Execute,

    /// <summary>Makes or drives an io_uring(7), by which calls are made that are none.</summary>
    Ring,
}

/// <summary>The kind of each call that is watched.</summary>
static class CallKinds
{
    static readonly FrozenDictionary<string, CallKind> Kinds = new (CallKind, string)[]
    {
        (CallKind.Make, "socket socketpair"),
        (CallKind.Socket, "bind listen connect accept accept4 getsockname getpeername " +
            "getsockopt setsockopt send sendto sendmsg sendmmsg recv recvfrom recvmsg recvmmsg " +
            "shutdown"),
        (CallKind.Descriptor, "read readv pread64 preadv preadv2 write writev pwrite64 pwritev " +
            "pwritev2 sendfile sendfile64 splice close dup dup2 dup3 fcntl fcntl64"),
        (CallKind.Poll, "poll ppoll select pselect6"),
        (CallKind.EpollWait, "epoll_wait epoll_pwait epoll_pwait2"),
        (CallKind.EpollControl, "epoll_ctl"),
        (CallKind.CloseRange, "close_range"),
        (CallKind.Fork, "fork vfork clone clone3"),
        (CallKind.Execute, "execve execveat"),
        (CallKind.Ring, "io_uring_setup io_uring_enter"),
    }.SelectMany(pair => pair.Item2.Split(' ').Select(name => (Name: name, Kind: pair.Item1)))
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Kind);

    /// <summary>The kind of a call.</summary>
    public static CallKind Of(string name) => Kinds.GetValueOrDefault(name);

    /// <summary>
    /// All of them for the option <c>-e trace=</c> of strace(1); a question mark lets those be
    /// absent that a processor's Linux doesn't have (arm64 has no fork and no poll).
    /// </summary>
    public static string ForStrace =>
        string.Join(',', Kinds.Keys.Order(StringComparer.Ordinal).Select(name => "?" + name));
}

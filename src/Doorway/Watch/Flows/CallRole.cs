using Doorway.Watch.Calls;

namespace Doorway.Watch.Flows;

/// <summary>What a call does to a flow.</summary>
enum CallRole
{
    /// <summary>Nothing that moves it on: bind, poll, close, shutdown.</summary>
    Other,

    /// <summary>Bytes go in.</summary>
    Send,

    /// <summary>Bytes come out.</summary>
    Receive,

    /// <summary>It begins, at the client.</summary>
    Connect,

    /// <summary>It begins, at the server.</summary>
    Accept,

    /// <summary>The socket waits for clients from now on.</summary>
    Listen,
}

/// <summary>Sorts calls by what they do, and to their places in time.</summary>
static class CallRoles
{
    /// <summary>What a call does, by its name.</summary>
    public static CallRole Of(string call) => call switch
    {
        "send" or "sendto" or "sendmsg" or "sendmmsg" or "write" or "writev" or "sendfile"
            => CallRole.Send,
        "recv" or "recvfrom" or "recvmsg" or "recvmmsg" or "read" or "readv" => CallRole.Receive,
        "connect" => CallRole.Connect,
        "accept" or "accept4" => CallRole.Accept,
        "listen" => CallRole.Listen,
        _ => CallRole.Other,
    };

    /// <summary>When an event is to be told: what a call causes comes after it (a send), what
    /// causes its return before it (a receive, a poll). A call that blocked has been told already
    /// while it waited: what is told then is its return.</summary>
    public static DateTime Place(WatchEvent seen) =>
        seen is CallEvent { IsWaiting: false } call
        && (call.Took >= CallTranslator.Patience || IsWait(call.Call)
            || Of(call.Call) is CallRole.Receive or CallRole.Accept)
            ? call.Time + call.Took : seen.Time;

    static bool IsWait(string call) => call is "poll" or "ppoll" or "select" or "pselect6"
        or "epoll_wait" or "epoll_pwait" or "epoll_pwait2";

    /// <summary>How many bytes it moved.</summary>
    public static int Moved(CallEvent call) =>
        call.Error is not null ? 0
        : call.Messages.Count > 0 ? call.Messages.Sum()
        : (int)Math.Clamp(call.Result, 0, int.MaxValue);
}

using Doorway.Watch;

namespace Doorway.Cli.Watching;

/// <summary>One system call in words, as a man page writes it: <c>recv(4) = 5 "hello"</c>.
/// </summary>
static class CallWords
{
    const int MessageLength = 48;

    static readonly TimeSpan Long = TimeSpan.FromMilliseconds(50);

    /// <summary>The call with what it returned, and how long it waited where it did.</summary>
    public static string Of(CallEvent call, LadderStyle style)
    {
        string message = $"\"{style.Message(call.Bytes.Span, MessageLength)}\"";
        string socket = call.Descriptor < 0 && call.Socket > 0 ? $"#{call.Socket}"
            : $"{call.Descriptor}";
        bool sends = call.Call.StartsWith("send", StringComparison.Ordinal)
            || call.Call.StartsWith("write", StringComparison.Ordinal);
        bool receives = call.Call.StartsWith("recv", StringComparison.Ordinal)
            || call.Call.StartsWith("read", StringComparison.Ordinal);
        bool isDatagram = call.Transport?.IsDatagram == true;
        string to = isDatagram && call.Peer is { } target ? $", {target}" : "";
        string arguments = call.Call switch
        {
            _ when sends && call.IsWaiting && call.Bytes.IsEmpty => $"{socket}{to}",
            _ when sends => $"{socket}, {message}{to}",
            "connect" => $"{socket}, {call.Peer}",
            "bind" => $"{socket}, {call.Local}",
            _ when receives || call.Call is "accept" or "accept4" or "close" => socket,
            _ => call.Arguments,
        };
        string words = $"{call.Call}({arguments})";
        if (call.IsWaiting)
        {
            return $"{words}: waiting {Time(call.Took)}";
        }

        string result = Result(call, receives && !isDatagram);
        string more = call switch
        {
            { Error: not null } => "",
            { Call: "accept" or "accept4" } => $" from {call.Peer}",
            _ when receives && (call.Result > 0 || isDatagram) => $" {message}"
                + (isDatagram && call.Peer is not null ? $" from {call.Peer}" : ""),
            _ => "",
        };
        string waited = call.Took >= Long ? $" (waited {Time(call.Took)})" : "";
        return words + result + waited + more;
    }

    static string Result(CallEvent call, bool isFromStream) => call switch
    {
        { Error: { } error } => $" = {error}",
        { Result: 0 } when isFromStream => " = 0, the peer has finished",
        { Result: 0, Transport: not null } when !call.Call.StartsWith(
            "recv", StringComparison.Ordinal) => "",
        _ => $" = {call.Result}",
    };

    /// <summary>A time as people say it: "3.1 s", "120 ms".</summary>
    public static string Time(TimeSpan time) => time >= TimeSpan.FromSeconds(1)
        ? $"{time.TotalSeconds:0.0} s" : $"{time.TotalMilliseconds:0} ms";
}

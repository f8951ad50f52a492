using System.Net.Sockets;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Reports;

/// <summary>
/// One socket call in words, as a man page writes it: <c>recvfrom(#1) = 5 "hello"</c>; and what is
/// no call, as it was written: <c>fate: #17 client->server dropped: loss 5%</c>.
/// </summary>
static class CallText
{
    /// <summary>The call with its arguments and what it returned.</summary>
    /// <param name="entry">The call.</param>
    /// <param name="messageLength">How many bytes of the message are shown.</param>
    public static string Of(in Entry entry, int messageLength = 48)
    {
        string call = Name(entry.Call);
        if (!entry.Call.IsCall)
        {
            return $"{call}: {entry.Argument}";
        }

        string message = $"\"{Escape.Line(entry.Bytes.Span, messageLength)}\"";
        string arguments = entry.Call switch
        {
            SocketCall.Socket => entry.Argument ?? "",
            SocketCall.GetHostName => "",
            SocketCall.GetAddrInfo => entry.Argument ?? "",
            SocketCall.Bind => $"#{entry.Socket}, {entry.Local}",
            SocketCall.Listen => $"#{entry.Socket}, {entry.Result}",
            SocketCall.Connect => $"#{entry.Socket}, {entry.Peer}",
            SocketCall.SetSockOpt or SocketCall.Shutdown => $"#{entry.Socket}, {entry.Argument}",
            SocketCall.Send => $"#{entry.Socket}, {message}",
            SocketCall.SendTo => $"#{entry.Socket}, {message}, {entry.Peer}",
            _ => $"#{entry.Socket}",
        };
        return $"{call}({arguments}){Result(entry, message)}";
    }

    static string Result(in Entry entry, string message)
    {
        if (entry.Error != SocketError.Success)
        {
            return $" failed: {Failure.Word(entry.Error)}";
        }

        return entry.Call switch
        {
            SocketCall.Socket => $" = #{entry.Result}",
            SocketCall.Accept => $" = #{entry.Result} from {entry.Peer}",
            SocketCall.Send => $" = {entry.Result}",
            SocketCall.SendTo => $" = {entry.Result}{Note(entry)}",
            SocketCall.Recv when entry.Result == 0 => " = 0, the peer has finished",
            SocketCall.Recv => $" = {entry.Result} {message}",
            SocketCall.RecvFrom => $" = {entry.Result} {message} from {entry.Peer}{Note(entry)}",
            _ => "",
        };
    }

    // A datagram that was one of several in a call: which call it really was.
    static string Note(in Entry entry) => entry.Argument is { } note ? $" ({note})" : "";

    /// <summary>The call's name.</summary>
    public static string Name(SocketCall call) => call.ToString().ToLowerInvariant();
}

using System.Globalization;
using System.Net.Sockets;

namespace Doorway.Services;

/// <summary>Why a member has left the chat, in words for the person at the server.</summary>
static class ChatFarewell
{
    const int Kibi = 1024;
    const int Mebi = 1024 * Kibi;

    /// <summary>Says why.</summary>
    /// <param name="unread">What it had left unread when it was dropped for that, else 0.</param>
    /// <param name="error">Why its connection failed; Success where it did not.</param>
    /// <param name="serverStops">Whether the server has ended the conversation.</param>
    public static string Of(int unread, SocketError error, bool serverStops) => error switch
    {
        _ when unread > 0 => $"dropped: left {Size(unread)} unread",
        SocketError.Success or SocketError.OperationAborted when serverStops =>
            "dropped: the server has stopped",
        SocketError.Success => "left",
        SocketError.OperationAborted => "dropped by this server",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "reset by the peer",
        SocketError.Shutdown => "closed by the peer before it had read everything",
        SocketError.TimedOut => "lost: it no longer answers",
        SocketError.HostUnreachable or SocketError.HostDown or SocketError.NetworkUnreachable
            or SocketError.NetworkDown => "lost: there is no way to it any more",
        _ => "lost: the connection failed",
    };

    static string Size(int bytes) => bytes switch
    {
        < Kibi => $"{bytes} bytes",
        < Mebi => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)Kibi:0.#} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)Mebi:0.#} MiB"),
    };
}

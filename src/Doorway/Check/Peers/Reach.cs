using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Doorway.Check;

/// <summary>
/// Connects without blocking: where a server's backlog is full, the system would go on trying for
/// two minutes, and a case would stand still (connect(2), tcp(7) tcp_syn_retries).
/// </summary>
static class Reach
{
    // A SYN that met a full backlog is sent again after a second (RFC 6298 2.1).
    static readonly TimeSpan SecondTry = TimeSpan.FromMilliseconds(1_300);

    /// <summary>Begins to connect; the socket does not block from now on.</summary>
    /// <exception cref="SocketException">It is refused.</exception>
    public static void Begin(Socket socket, IPAddress host, int port)
    {
        socket.Blocking = false;
        try
        {
            socket.Connect(host, port);
        }
        catch (SocketException begun) when (
            begun.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // It goes on by itself.
        }
    }

    /// <summary>How far it is.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="time">How long to wait at most for a change.</param>
    /// <returns>Success, an error, or WouldBlock while it still tries.</returns>
    public static SocketError State(Socket socket, TimeSpan time) =>
        socket.Poll(time, SelectMode.SelectWrite)
            || socket.Poll(TimeSpan.Zero, SelectMode.SelectError)
            ? (SocketError)(int)socket.GetSocketOption(
                SocketOptionLevel.Socket, SocketOptionName.Error)!
            : SocketError.WouldBlock;

    /// <summary>Connects, and waits as long as the program does something.</summary>
    /// <exception cref="SocketException">
    /// It is refused, or the program waits and lets nobody in (TimedOut).
    /// </exception>
    public static void Connect(Socket socket, IPAddress host, int port, Patience patience)
    {
        SocketError state = SocketError.WouldBlock;
        Begin(socket, host, port);
        long begun = Stopwatch.GetTimestamp();
        while (!patience.Wait(time => (state = State(socket, time)) != SocketError.WouldBlock)
            && Stopwatch.GetElapsedTime(begun) < SecondTry)
        {
            // Its first SYN came too early.
        }

        if (state != SocketError.Success)
        {
            throw new SocketException(
                (int)(state == SocketError.WouldBlock ? SocketError.TimedOut : state));
        }
    }
}

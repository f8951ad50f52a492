using System.Net.Sockets;
using Doorway.Cli.Serve;

namespace Doorway.Cli.Watching;

/// <summary>Why the page can't be served from a port, and what to do.</summary>
static class PagePortFailure
{
    /// <summary>The line for it.</summary>
    /// <param name="port">The port of 127.0.0.1 that was asked for.</param>
    /// <param name="error">What bind(2) or listen(2) said.</param>
    public static NetworkFailureException Of(int port, SocketError error)
    {
        string cause = error switch
        {
            SocketError.AddressAlreadyInUse => $"it is taken{Owner(port)}",
            SocketError.AccessDenied when port < 1024 => "ports under 1024 are for root",
            _ => new SocketException((int)error).Message,
        };
        return new NetworkFailureException(
            $"{Failure.Word(error)} --page-port {port}: {cause}; choose another, or leave it out");
    }

    static string Owner(int port) =>
        PortOwner.Find(Transport.Tcp, port) is { } program ? $" by {program}" : "";
}

using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// An address is well formed, but there is no such host, interface or family here. The message is
/// one line that begins with the host.
/// </summary>
public sealed class AddressResolutionException : IOException
{
    /// <summary>Says what is wrong with a host.</summary>
    /// <param name="host">The host that was looked for.</param>
    /// <param name="socketError">The cause in the system's terms.</param>
    /// <param name="message">One line.</param>
    /// <param name="innerException">What the system reported, if it did.</param>
    public AddressResolutionException(
        string host, SocketError socketError, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Host = host;
        SocketError = socketError;
    }

    /// <summary>The host that was looked for, or the path of a Unix address.</summary>
    public string Host { get; }

    /// <summary>The cause, such as <see cref="SocketError.HostNotFound"/>.</summary>
    public SocketError SocketError { get; }
}

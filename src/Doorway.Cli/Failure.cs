using System.Net.Sockets;

namespace Doorway.Cli;

/// <summary>
/// A network failure in one line: a fixed word for its cause, the address, what to do.
/// </summary>
static class Failure
{
    /// <summary>The word for an answer that came, and is not the right one.</summary>
    public const string WrongAnswer = "WRONG";

    const string Other = "FAILED";

    /// <summary>Every fixed word, the one of an error that has none of its own last.</summary>
    public static IReadOnlyList<string> Words =>
        [.. Enum.GetValues<SocketError>().Select(Word).Append(WrongAnswer).Distinct()
            .OrderBy(word => word == Other)];

    /// <summary>The fixed word for an error.</summary>
    public static string Word(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "REFUSED",
        SocketError.TimedOut => "TIMEOUT",
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => "DNS",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "RESET",
        SocketError.Shutdown => "CLOSED",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable
            or SocketError.HostDown or SocketError.NetworkDown => "UNREACHABLE",
        SocketError.AccessDenied => "DENIED",
        SocketError.AddressAlreadyInUse => "IN-USE",
        SocketError.AddressNotAvailable => "NO-ADDRESS",
        SocketError.AddressFamilyNotSupported or SocketError.ProtocolFamilyNotSupported =>
            "NO-FAMILY",
        SocketError.MessageSize => "TOO-LONG",
        SocketError.TooManyOpenSockets => "NO-DESCRIPTOR",
        _ => Other,
    };

    /// <summary>The whole line for a peer that could not be reached.</summary>
    /// <param name="address">Whom.</param>
    /// <param name="error">Why.</param>
    /// <param name="detail">What else is to be known, as "(tried ...)"; empty for nothing.</param>
    public static string ToReach(Address address, SocketError error, string detail = "")
    {
        string space = detail.Length > 0 ? " " : "";
        string cause = $"{Cause(error, address)}{space}{detail}";
        return $"{Word(error)} {address}: {cause}{Advice(error, address)}";
    }

    /// <summary>The whole line for a local address (--bind) that could not be had.</summary>
    public static string ToBind(Address local, SocketError error)
    {
        string place = local.Path.Length > 0 ? local.Path : $"{local.Host}:{local.Port}";
        string cause = error switch
        {
            SocketError.AddressNotAvailable when local.Path.Length > 0 => "there is no such folder",
            SocketError.AddressNotAvailable =>
                "this machine does not have that address (see `ip address`)",
            SocketError.AddressAlreadyInUse when local.Path.Length > 0 =>
                "that file exists; choose another path",
            SocketError.AddressAlreadyInUse => "that port is taken; choose another, or 0",
            SocketError.AccessDenied when local.Port is > 0 and < 1024 =>
                "ports under 1024 are for root; choose another, or 0",
            _ => Cause(error, local),
        };
        return $"{Word(error)} --bind {place}: {cause}";
    }

    /// <summary>The whole line for a connection that broke.</summary>
    public static string Broken(Address address, SocketError error) => error switch
    {
        SocketError.ConnectionReset =>
            $"RESET {address}: the peer closed the connection abruptly (RST); "
            + "it crashed, is full, or closed with input unread",
        SocketError.Shutdown =>
            $"CLOSED {address}: the peer closed the connection before it had read everything",
        _ => $"{Word(error)} {address}: {Cause(error, address)}",
    };

    static string Cause(SocketError error, Address address) => error switch
    {
        SocketError.ConnectionRefused when address.Path.Length > 0 =>
            "no server listens on that socket file",
        SocketError.ConnectionRefused => "no server listens there",
        SocketError.TimedOut => "no answer",
        SocketError.ConnectionReset => "the peer closed the connection abruptly (RST)",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable =>
            "there is no way to that address",
        SocketError.AccessDenied when address.IsBroadcast =>
            "sending to everybody needs --broadcast",
        SocketError.AccessDenied when address.Transport == Transport.Udp =>
            "no permission; if it is a broadcast address, add --broadcast",
        SocketError.AccessDenied => "no permission",
        SocketError.AddressNotAvailable when address.Path.Length > 0 =>
            "there is no such socket file",
        SocketError.AddressNotAvailable => "this machine can't use that address",
        SocketError.MessageSize => "a datagram can't be that long",
        SocketError.ProtocolType or SocketError.ProtocolOption =>
            "the socket file is of the other type (unix: stream, unixgram: datagram)",
        _ => new SocketException((int)error).Message,
    };

    static string Advice(SocketError error, Address address) => error switch
    {
        SocketError.ConnectionRefused when address.Path.Length > 0 || address.IsLoopback =>
            $". Start the server first: doorway serve {address}",
        SocketError.ConnectionRefused => ". Is its server started, and on that port?",
        SocketError.AddressNotAvailable when address.Path.Length > 0 =>
            $". Start the server first: doorway serve {address}",
        SocketError.TimedOut => ". Check the address, and whether a firewall drops the packets",
        _ => "",
    };
}

using System.Net;
using System.Net.Sockets;

namespace Doorway;

/// <summary>A listening address could not be had.</summary>
public sealed class ListenException : Exception
{
    internal ListenException(Address address, EndPoint local, SocketException cause)
        : base($"{address}: {Reason(cause.SocketErrorCode, local)}", cause)
    {
        Address = address;
        SocketError = cause.SocketErrorCode;
    }

    /// <summary>The address that was asked for.</summary>
    public Address Address { get; }

    /// <summary>Why: AddressAlreadyInUse, AccessDenied, AddressNotAvailable, ...</summary>
    public SocketError SocketError { get; }

    static string Reason(SocketError error, EndPoint local) => error switch
    {
        SocketError.AddressAlreadyInUse => "the address is already in use",
        SocketError.AccessDenied when local is IPEndPoint { Port: < 1024 } ip =>
            $"no permission: port {ip.Port} is under 1024, which is for root",
        SocketError.AccessDenied => "no permission to bind there",
        SocketError.AddressNotAvailable when local.AddressFamily == AddressFamily.Unix =>
            "there is no such folder",
        SocketError.AddressNotAvailable => "this machine does not have that address",
        SocketError.AddressFamilyNotSupported => "this machine does not have that address family",
        _ => new SocketException((int)error).Message,
    };
}

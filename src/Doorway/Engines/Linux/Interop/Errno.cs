using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>
/// errno(3) as Linux numbers it (asm-generic/errno.h: x86, Arm, RISC-V alike), and what .NET calls
/// the same.
/// </summary>
static class Errno
{
    public const int EPerm = 1;
    public const int ENoEnt = 2;
    public const int EIntr = 4;
    public const int EIO = 5;
    public const int EBadF = 9;
    public const int EAgain = 11;
    public const int ENoMem = 12;
    public const int EAcces = 13;
    public const int EFault = 14;
    public const int EInval = 22;
    public const int ENFile = 23;
    public const int EMFile = 24;
    public const int ENoSpc = 28;
    public const int EPipe = 32;
    public const int ENoSys = 38;
    public const int EMsgSize = 90;
    public const int ENoProtoOpt = 92;
    public const int EOpNotSupp = 95;
    public const int EAfNoSupport = 97;
    public const int EAddrInUse = 98;
    public const int EAddrNotAvail = 99;
    public const int ENetDown = 100;
    public const int ENetUnreach = 101;
    public const int EConnAborted = 103;
    public const int EConnReset = 104;
    public const int ENoBufs = 105;
    public const int ENotConn = 107;
    public const int EShutdown = 108;
    public const int ETimedOut = 110;
    public const int EConnRefused = 111;
    public const int EHostDown = 112;
    public const int EHostUnreach = 113;
    public const int EInProgress = 115;

    /// <summary>
    /// The errno of the call that has just failed, to be read before anything else is called. The
    /// generated SetLastError would clear and read it at every call, failed or not; the runtime
    /// keeps it over the call's return all the same.
    /// </summary>
    public static int Last => Marshal.GetLastSystemError();

    /// <summary>The same mapping as System.Net.Sockets has.</summary>
    public static SocketError ToSocketError(int errno) => errno switch
    {
        0 => SocketError.Success,
        EIntr => SocketError.Interrupted,
        EAgain => SocketError.WouldBlock,
        EPerm or EAcces => SocketError.AccessDenied,
        EBadF => SocketError.OperationAborted,
        EFault => SocketError.Fault,
        EInval => SocketError.InvalidArgument,
        ENFile or EMFile => SocketError.TooManyOpenSockets,
        EPipe or EShutdown => SocketError.Shutdown,
        EMsgSize => SocketError.MessageSize,
        ENoProtoOpt => SocketError.ProtocolOption,
        EOpNotSupp => SocketError.OperationNotSupported,
        EAfNoSupport => SocketError.AddressFamilyNotSupported,
        EAddrInUse => SocketError.AddressAlreadyInUse,
        EAddrNotAvail or ENoEnt => SocketError.AddressNotAvailable,
        ENetDown => SocketError.NetworkDown,
        ENetUnreach => SocketError.NetworkUnreachable,
        EConnAborted => SocketError.ConnectionAborted,
        EConnReset => SocketError.ConnectionReset,
        ENoBufs or ENoMem or ENoSpc => SocketError.NoBufferSpaceAvailable,
        ENotConn => SocketError.NotConnected,
        ETimedOut => SocketError.TimedOut,
        EConnRefused => SocketError.ConnectionRefused,
        EHostDown => SocketError.HostDown,
        EHostUnreach => SocketError.HostUnreachable,
        _ => SocketError.SocketError,
    };

    /// <summary>The result of a call that has to succeed.</summary>
    /// <exception cref="SocketException">It is an errno as a negative number.</exception>
    public static int Require(int result) =>
        result >= 0 ? result : throw new SocketException((int)ToSocketError(-result));

    /// <summary>Whether a call was refused as such: the kernel or a filter lacks it.</summary>
    public static bool IsRefusal(int errno) =>
        errno is ENoSys or EInval or ENoProtoOpt or EOpNotSupp or EIO or EPerm;
}

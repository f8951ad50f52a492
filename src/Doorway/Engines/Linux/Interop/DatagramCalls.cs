using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>struct iovec: some bytes in memory (readv(2)).</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct IOVector
{
    public byte* Base;
    public nint Length;
}

/// <summary>struct msghdr: one message, its address and its control messages (recv(2)).</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct MessageHeader
{
    public SocketAddressBytes* Name;
    public int NameLength;
    public IOVector* Vectors;
    public nint VectorCount;
    public byte* Control;
    public nint ControlLength;
    public MessageFlags Flags;
}

/// <summary>struct mmsghdr: a message of many, and its length after the call (recvmmsg(2)).
/// </summary>
[StructLayout(LayoutKind.Sequential)]
struct BatchedMessage
{
    public MessageHeader Header;
    public uint Length;
}

/// <summary>MSG_* of recv(2), send(2) and recvmmsg(2).</summary>
[Flags]
enum MessageFlags
{
    None = 0,
    Truncated = 0x20,
    DontWait = 0x40,
    NoSignal = 0x4000,
    WaitForOne = 0x10000,
}

/// <summary>
/// The calls that move datagrams: each returns a count, or an <see cref="Errno"/> below zero.
/// </summary>
static unsafe partial class DatagramCalls
{
    const int GetFlags = 3;
    const int SetFlags = 4;
    const int NonBlocking = 0x800;

    [LibraryImport("libc")]
    private static partial int recvmmsg(
        int socket, BatchedMessage* messages, uint count, MessageFlags flags, void* timeout);

    [LibraryImport("libc")]
    private static partial int sendmmsg(
        int socket, BatchedMessage* messages, uint count, MessageFlags flags);

    [LibraryImport("libc")]
    private static partial nint recvmsg(int socket, MessageHeader* message, MessageFlags flags);

    [LibraryImport("libc")]
    private static partial nint sendmsg(int socket, MessageHeader* message, MessageFlags flags);

    [LibraryImport("libc")]
    private static partial int fcntl(int descriptor, int command, nint argument);

    /// <summary>recvmmsg(2): how many messages came.</summary>
    public static int Receive(int socket, BatchedMessage* messages, int count, MessageFlags flags)
    {
        int received = recvmmsg(socket, messages, (uint)count, flags, null);
        return received < 0 ? -Errno.Last : received;
    }

    /// <summary>recvmsg(2): 1, and the message's length in it.</summary>
    public static int ReceiveOne(int socket, BatchedMessage* message, MessageFlags flags)
    {
        nint length = recvmsg(socket, &message->Header, flags);
        if (length < 0)
        {
            return -Errno.Last;
        }

        message->Length = (uint)length;
        return 1;
    }

    /// <summary>
    /// sendmmsg(2): how many messages were sent, up to the first that could not be.
    /// </summary>
    public static int Send(int socket, BatchedMessage* messages, int count, MessageFlags flags)
    {
        int sent = sendmmsg(socket, messages, (uint)count, flags);
        return sent < 0 ? -Errno.Last : sent;
    }

    /// <summary>sendmsg(2): 1.</summary>
    public static int SendOne(int socket, MessageHeader* message, MessageFlags flags) =>
        sendmsg(socket, message, flags) < 0 ? -Errno.Last : 1;

    /// <summary>
    /// Lets the calls wait again (fcntl(2) without O_NONBLOCK): System.Net.Sockets never does so
    /// once a socket was not blocking.
    /// </summary>
    /// <returns>Success, or why not.</returns>
    public static int MakeBlocking(int socket)
    {
        int flags = fcntl(socket, GetFlags, 0);
        return flags < 0 || fcntl(socket, SetFlags, flags & ~NonBlocking) < 0
            ? -Errno.Last : 0;
    }
}

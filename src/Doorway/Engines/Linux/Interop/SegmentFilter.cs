using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>
/// A socket filter that drops incoming TCP segments by chance, before TCP sees them
/// (SO_ATTACH_FILTER, socket(7); the kernel's networking/filter.rst), and how many it dropped.
/// Calls return their errno as a negative number.
/// </summary>
static unsafe partial class SegmentFilter
{
    // asm-generic/socket.h; linux/sock_diag.h: the last of the nine numbers of SO_MEMINFO.
    const int SocketLevel = 1;
    const int Attach = 26;
    const int Detach = 27;
    const int MemoryInfo = 55;
    const int MemoryNumbers = 9;
    const int DropsNumber = 8;

    // linux/filter.h: loads, jumps, returns. SKF_AD_OFF + SKF_AD_RANDOM is no place in the segment
    // but the kernel's random number.
    const ushort LoadByte = 0x30;
    const ushort LoadWord = 0x20;
    const ushort JumpIfAnyBit = 0x45;
    const ushort JumpIfNotLess = 0x35;
    const ushort Return = 0x06;
    const uint RandomNumber = unchecked((uint)(-0x1000 + 56));

    // RFC 9293 3.1: the flags are the 14th byte of the header, where the filter's view begins.
    const uint Flags = 13;
    const uint ResetFlag = 0x04;
    const uint Whole = uint.MaxValue;

    [LibraryImport("libc")]
    private static partial int setsockopt(
        int socket, int level, int name, void* value, int length);

    [LibraryImport("libc")]
    private static partial int getsockopt(
        int socket, int level, int name, void* value, int* length);

    [StructLayout(LayoutKind.Sequential)]
    struct Instruction(ushort code, uint operand, byte ifTrue = 0, byte ifFalse = 0)
    {
        public ushort Code = code;
        public byte IfTrue = ifTrue;
        public byte IfFalse = ifFalse;
        public uint Operand = operand;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct Program
    {
        public ushort Length;
        public Instruction* Instructions;
    }

    /// <summary>Drops a share of the segments from now on; a reset passes.</summary>
    /// <param name="socket">The socket that receives them.</param>
    /// <param name="share">The probability, over 0, to 1.</param>
    public static int Drop(int socket, double share)
    {
        uint below = (uint)Math.Min(uint.MaxValue, share * (uint.MaxValue + 1.0));
        Instruction* instructions = stackalloc Instruction[]
        {
            new(LoadByte, Flags),
            new(JumpIfAnyBit, ResetFlag, ifTrue: 3),
            new(LoadWord, RandomNumber),
            new(JumpIfNotLess, below, ifTrue: 1),
            new(Return, 0),
            new(Return, Whole),
        };
        var program = new Program { Length = 6, Instructions = instructions };
        return setsockopt(socket, SocketLevel, Attach, &program, sizeof(Program)) < 0
            ? -Errno.Last : 0;
    }

    /// <summary>Drops none any more. No filter to take away is an error: ENOENT.</summary>
    public static int Pass(int socket)
    {
        int none = 0;
        return setsockopt(socket, SocketLevel, Detach, &none, sizeof(int)) < 0 ? -Errno.Last : 0;
    }

    /// <summary>How many segments the socket has dropped in all.</summary>
    public static int Drops(int socket)
    {
        uint* numbers = stackalloc uint[MemoryNumbers];
        int length = MemoryNumbers * sizeof(uint);
        return getsockopt(socket, SocketLevel, MemoryInfo, numbers, &length) < 0
            ? -Errno.Last : (int)Math.Min(numbers[DropsNumber], int.MaxValue);
    }

    /// <summary>Whether this process may filter segments here.</summary>
    /// <returns>0, or the errno: EPERM without CAP_NET_ADMIN.</returns>
    public static int Try()
    {
        int socket = StreamCalls.Create(AddressFamily.InterNetwork);
        if (socket < 0)
        {
            return socket;
        }

        int result = Drop(socket, 0.5);
        _ = StreamCalls.Close(socket);
        return result;
    }
}

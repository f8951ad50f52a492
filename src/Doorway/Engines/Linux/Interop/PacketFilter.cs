using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>
/// A filter of the classic Berkeley kind that the kernel runs over each frame before a packet
/// socket gets it (networking/filter.rst). It may be replaced at any time; no frame is missed
/// meanwhile.
/// </summary>
static unsafe partial class PacketFilter
{
    // asm-generic/socket.h, linux/filter.h
    const int SocketLevel = 1;
    const int AttachOption = 26;

    /// <summary>The most instructions of one (BPF_MAXINSNS).</summary>
    public const int Longest = 4_096;

    // linux/bpf_common.h: A and X are the two registers, M is memory of 16 words.

    /// <summary>A = the two or one bytes at a place in the frame.</summary>
    public const ushort LoadHalf = 0x28, LoadByte = 0x30;

    /// <summary>A = the two or one bytes at X and a distance.</summary>
    public const ushort LoadHalfBehind = 0x48, LoadByteBehind = 0x50;

    /// <summary>X = four times the low half of a byte: the length of an IPv4 header.</summary>
    public const ushort LoadHeaderLength = 0xB1;

    /// <summary>X = a number; M = A; A = M.</summary>
    public const ushort SetIndex = 0x01, Store = 0x02, LoadStored = 0x60;

    /// <summary>Jumps: always; if A is the number; if A has a bit of it.</summary>
    public const ushort Jump = 0x05, JumpIfEqual = 0x15, JumpIfAnyBit = 0x45;

    /// <summary>The end: so many bytes are kept; 0 to drop the frame.</summary>
    public const ushort Return = 0x06;

    /// <summary>struct sock_filter. A jump counts from the next instruction.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct Instruction(
        ushort code, uint operand, byte ifTrue = 0, byte ifFalse = 0)
    {
        public readonly ushort Code = code;
        public readonly byte IfTrue = ifTrue;
        public readonly byte IfFalse = ifFalse;
        public readonly uint Operand = operand;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct Program
    {
        public ushort Length;
        public Instruction* Instructions;
    }

    [LibraryImport("libc")]
    private static partial int setsockopt(
        int socket, int level, int name, void* value, int length);

    /// <summary>SO_ATTACH_FILTER (socket(7)): 0, or an errno as a negative number.</summary>
    public static int Attach(int socket, ReadOnlySpan<Instruction> instructions)
    {
        fixed (Instruction* first = instructions)
        {
            var program = new Program
            {
                Length = checked((ushort)instructions.Length),
                Instructions = first,
            };
            return setsockopt(socket, SocketLevel, AttachOption, &program, sizeof(Program)) < 0
                ? -Errno.Last : 0;
        }
    }
}

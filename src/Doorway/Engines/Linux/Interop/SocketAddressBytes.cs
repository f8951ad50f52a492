using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>
/// A socket address as the kernel writes it (struct sockaddr_storage, sockaddr(3type)): every
/// family's fits.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Size, Pack = 8)]
struct SocketAddressBytes
{
    /// <summary>How many bytes an address may have.</summary>
    public const int Size = 128;

    ulong _first;

    /// <summary>The first bytes of it.</summary>
    /// <param name="length">How many the kernel said it wrote (msg_namelen, addrlen).</param>
    [UnscopedRef]
    public ReadOnlySpan<byte> Bytes(int length) => MemoryMarshal.CreateReadOnlySpan(
        ref Unsafe.As<ulong, byte>(ref _first), Math.Min(length, Size));

    /// <summary>The name that it stands for; an Internet name takes no allocation.</summary>
    /// <param name="length">How many bytes the kernel said it wrote.</param>
    [UnscopedRef]
    public SocketName Name(int length) => SocketName.From(Bytes(length));
}

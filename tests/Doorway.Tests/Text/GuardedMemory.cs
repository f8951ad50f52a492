using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Doorway.Tests.Text;

/// <summary>
/// Memory between two pages that may not be touched: a byte read or written outside of it ends the
/// process. The constants of mmap(2) are Linux's.
/// </summary>
sealed unsafe partial class GuardedMemory : IDisposable
{
    const int NoAccess = 0, ReadWrite = 3, PrivateAnonymous = 0x22;

    static readonly nuint Page = (nuint)Environment.SystemPageSize;
    readonly byte* _pages;

    internal GuardedMemory()
    {
        _pages = (byte*)Map(null, 3 * Page, NoAccess, PrivateAnonymous, -1, 0);
        if (_pages == (byte*)-1 || Protect(_pages + Page, Page, ReadWrite) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Bytes with nothing in front of them.</summary>
    internal Span<byte> AtStart(int length) => new(_pages + Page, length);

    /// <summary>Bytes with nothing behind them.</summary>
    internal Span<byte> AtEnd(int length) => new(_pages + 2 * Page - length, length);

    public void Dispose()
    {
        if (Unmap(_pages, 3 * Page) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* Map(
        void* at, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(void* at, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* at, nuint length);
}

using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Doorway.Engines;

/// <summary>
/// How many datagrams the kernel dropped because the receive buffer was full, or their checksum
/// wrong: the same number as with SO_RXQ_OVFL and in /proc/net/udp, but read when asked for
/// (SO_MEMINFO, Linux 4.12), not sent along with every datagram.
/// </summary>
sealed class KernelDrops(Socket socket)
{
    const int SolSocket = 1;
    const int SoMemInfo = 55;

    // linux/sock_diag.h: SK_MEMINFO_DROPS of SK_MEMINFO_VARS.
    const int Drops = 8;
    const int Words = 9;

    readonly Lock _gate = new();
    bool _closed;
    uint _last;
    long _total;

    /// <summary>The number; 0 where the kernel doesn't tell, the last one once closed.</summary>
    public long Read()
    {
        lock (_gate)
        {
            if (!_closed)
            {
                // The kernel's own counter turns at 32 bits.
                uint now = Ask();
                _total += now - _last;
                _last = now;
            }

            return _total;
        }
    }

    /// <summary>Reads it for the last time.</summary>
    public void Close()
    {
        Read();
        lock (_gate)
        {
            _closed = true;
        }
    }

    uint Ask()
    {
        Span<uint> words = stackalloc uint[Words];
        try
        {
            int count = socket.GetRawSocketOption(
                SolSocket, SoMemInfo, MemoryMarshal.AsBytes(words));
            return count == Words * sizeof(uint) ? words[Drops] : _last;
        }
        catch (SocketException)
        {
            return _last;
        }
    }
}

using System.Collections.Concurrent;

namespace Doorway.Watch.Calls;

/// <summary>
/// Numbers for calls and sockets that several sources share, and which socket of the kernel has
/// which. Any thread may ask.
/// </summary>
public sealed class CallNumbers
{
    // A program that opens and closes Unix sockets for days is not remembered for ever.
    const int MostKnown = 100_000;

    readonly ConcurrentDictionary<ulong, int> _byInode = new();
    long _calls;
    int _sockets;

    /// <summary>A number for a call, from 1.</summary>
    internal long NextCall() => Interlocked.Increment(ref _calls);

    /// <summary>A number for a socket, from 1.</summary>
    internal int NextSocket() => Interlocked.Increment(ref _sockets);

    /// <summary>
    /// Our number of a Unix socket by the kernel's; 0 for none. The other end of a connection has
    /// one before anybody has accepted it.
    /// </summary>
    internal int OfUnix(ulong inode)
    {
        if (inode == 0)
        {
            return 0;
        }

        if (_byInode.Count >= MostKnown)
        {
            _byInode.Clear();
        }

        return _byInode.GetOrAdd(inode, _ => NextSocket());
    }
}

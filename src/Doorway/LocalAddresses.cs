using System.Net.NetworkInformation;

namespace Doorway;

/// <summary>
/// Which addresses are this host's own; looked up again when they are 10 seconds old.
/// </summary>
sealed class LocalAddresses
{
    const long RefreshAfter = 10_000;
    readonly Lock _gate = new();
    HashSet<SocketName> _names = [];
    long _readAt = long.MinValue / 2;

    /// <summary>Whether the address is loopback or one of this host's interfaces'.</summary>
    public bool Contains(in SocketName name, long now)
    {
        if (name.IsLoopback)
        {
            return true;
        }

        if (now - Volatile.Read(ref _readAt) > RefreshAfter)
        {
            lock (_gate)
            {
                _names = Read();
                Volatile.Write(ref _readAt, now);
            }
        }

        return _names.Contains(name.WithoutPort);
    }

    static HashSet<SocketName> Read()
    {
        try
        {
            return NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(nic => nic.GetIPProperties().UnicastAddresses)
                .Select(unicast => SocketName.From(unicast.Address, 0))
                .ToHashSet();
        }
        catch (NetworkInformationException)
        {
            // No /proc or no permission: every address but loopback then counts as another host's.
            return [];
        }
    }
}

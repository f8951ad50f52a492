namespace Doorway.Watch.Calls;

/// <summary>
/// Which socket each descriptor of a process is. Processes that share their descriptors (threads,
/// CLONE_FILES of clone(2)) share one table; fork(2) makes a copy.
/// </summary>
sealed class DescriptorTable
{
    readonly Dictionary<int, (WatchedSocket Socket, bool CloseOnExec)> _open = [];

    // What execve(2) has closed, unless its flag was changed by a call that isn't watched
    // (ioctl(FIONCLEX)): strace tells whether it is still there.
    readonly Dictionary<int, WatchedSocket> _closedOnExec = [];

    // epoll(7) instances that wait for sockets.
    readonly HashSet<int> _waiting = [];

    /// <summary>An empty table.</summary>
    public DescriptorTable()
    {
    }

    DescriptorTable(DescriptorTable other)
    {
        _open = new(other._open);
        _waiting = [.. other._waiting];
    }

    /// <summary>Whether a descriptor is an epoll(7) instance that waits for sockets.</summary>
    public bool WaitsForSockets(int descriptor) => _waiting.Contains(descriptor);

    /// <summary>A socket is among what an epoll(7) instance waits for.</summary>
    public void WaitForSocket(int descriptor) => _waiting.Add(descriptor);

    /// <summary>The socket of a descriptor; null where it is none that is known.</summary>
    public WatchedSocket? Find(int descriptor) =>
        _open.TryGetValue(descriptor, out var open) ? open.Socket : null;

    /// <summary>The same where the program before execve(2) had it.</summary>
    public WatchedSocket? FindFormer(int descriptor) =>
        _closedOnExec.GetValueOrDefault(descriptor);

    /// <summary>A descriptor is this socket now.</summary>
    public void Open(int descriptor, WatchedSocket socket, bool closeOnExec)
    {
        _open[descriptor] = (socket, closeOnExec);
        _closedOnExec.Remove(descriptor);
    }

    /// <summary>Whether execve(2) closes a descriptor, as fcntl(2) with F_SETFD says.</summary>
    public void SetCloseOnExec(int descriptor, bool closes)
    {
        if (_open.TryGetValue(descriptor, out var open))
        {
            _open[descriptor] = (open.Socket, closes);
        }
    }

    /// <summary>
    /// A descriptor is closed; where it is another socket by now, that came of another thread in
    /// the same moment and stays.
    /// </summary>
    public void Close(int descriptor, WatchedSocket? socket)
    {
        if (_open.TryGetValue(descriptor, out var open)
            && open.Socket == socket)
        {
            _open.Remove(descriptor);
        }
    }

    /// <summary>A descriptor that was no socket is closed.</summary>
    public void Forget(int descriptor) => _waiting.Remove(descriptor);

    /// <summary>All of a range are closed (close_range(2)).</summary>
    /// <returns>The first socket among them; null for none.</returns>
    public WatchedSocket? CloseRange(long first, long last)
    {
        int[] closed = [.. _open.Keys.Where(one => one >= first && one <= last).Order()];
        WatchedSocket? found = null;
        foreach (int descriptor in closed)
        {
            WatchedSocket socket = _open[descriptor].Socket;
            found ??= socket;
            _open.Remove(descriptor);
        }

        return found;
    }

    /// <summary>Another program runs: what was marked so is closed.</summary>
    public DescriptorTable Execute()
    {
        var table = new DescriptorTable();
        foreach ((int descriptor, (WatchedSocket socket, bool closeOnExec)) in _open)
        {
            if (closeOnExec)
            {
                table._closedOnExec[descriptor] = socket;
            }
            else
            {
                table.Open(descriptor, socket, false);
            }
        }

        return table;
    }

    /// <summary>What a child has.</summary>
    public DescriptorTable Copy() => new(this);
}

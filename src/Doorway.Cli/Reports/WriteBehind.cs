using System.Threading.Channels;

namespace Doorway.Cli.Reports;

/// <summary>
/// Writes what is added on a task of its own: a slow terminal never holds up who adds. What comes
/// faster than it can be written is counted, and left out. Any thread may add.
/// </summary>
/// <param name="most">How many may wait to be written.</param>
/// <param name="write">Writes one.</param>
/// <param name="end">Told at the end how many were left out; not called where none was added.
/// </param>
sealed class WriteBehind<T>(int most, Action<T> write, Action<long> end)
{
    readonly Lock _beginning = new();

    // Not before there is something to write: a queue and a task cost a start its time.
    volatile Channel<T>? _items;
    Task _writing = Task.CompletedTask;
    long _leftOut;

    Channel<T> Begin()
    {
        lock (_beginning)
        {
            if (_items is { } begun)
            {
                return begun;
            }

            var items = Channel.CreateBounded<T>(
                new BoundedChannelOptions(most) { SingleReader = true });
            _writing = Task.Run(() => WriteAsync(items.Reader));
            return _items = items;
        }
    }

    /// <summary>Takes one; never waits.</summary>
    public void Add(T item)
    {
        if (!(_items ?? Begin()).Writer.TryWrite(item))
        {
            Interlocked.Increment(ref _leftOut);
        }
    }

    /// <summary>Ends it when all that was added is written.</summary>
    public Task WrittenAsync()
    {
        _items?.Writer.TryComplete();
        return _writing;
    }

    async Task WriteAsync(ChannelReader<T> items)
    {
        await foreach (T item in items.ReadAllAsync())
        {
            write(item);
        }

        end(Interlocked.Read(ref _leftOut));
    }
}

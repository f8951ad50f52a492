namespace Doorway;

/// <summary>
/// How many conversations have not returned yet. A conversation may outlive its connection: it
/// may have processes to end, and a server that stopped before would leave them behind.
/// </summary>
sealed class ConversationCount
{
    readonly Lock _gate = new();
    int _count;
    TaskCompletionSource? _none;

    /// <summary>A conversation begins.</summary>
    public void Add()
    {
        lock (_gate)
        {
            _count++;
        }
    }

    /// <summary>A conversation has returned.</summary>
    public void Remove()
    {
        lock (_gate)
        {
            if (--_count == 0)
            {
                _none?.TrySetResult();
                _none = null;
            }
        }
    }

    /// <summary>Ends when none is left.</summary>
    public Task WhenNone()
    {
        lock (_gate)
        {
            if (_count == 0)
            {
                return Task.CompletedTask;
            }

            _none ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _none.Task;
        }
    }
}

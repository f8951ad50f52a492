using System.Diagnostics;

namespace Doorway;

/// <summary>A connection that asks once, and ends after the answer.</summary>
sealed class LoadExchange : LoadSession
{
    readonly TaskCompletionSource _closed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="run">What it is part of.</param>
    /// <param name="number">Its number among the exchanges, from 0.</param>
    public LoadExchange(StreamRun run, int number)
        : base(run)
    {
        lock (Gate)
        {
            StartAs(number);
        }
    }

    /// <summary>Whether it has an answer, and ended after it.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>A task that ends when it is closed.</summary>
    public Task WhenClosed => _closed.Task;

    /// <summary>Sends the message.</summary>
    /// <param name="planned">When it was to be sent.</param>
    public void Ask(long planned)
    {
        lock (Gate)
        {
            if (!IsAlive)
            {
                return;
            }

            long now = Stopwatch.GetTimestamp();
            LoadShard shard = Run.Shard;
            lock (shard)
            {
                if (!IsUnanswered)
                {
                    Trips.Add(planned, now, 1);
                }

                Count(shard, Run.Schedule.Counts(planned) ? 1 : 0, 1, now);
            }

            Give(1);
        }
    }

    protected override void Answered(ReadOnlySpan<byte> bytes, long now)
    {
        bool isComplete;
        LoadShard shard = Run.Shard;
        lock (shard)
        {
            isComplete = Compare(shard, bytes, now);
        }

        if (isComplete)
        {
            IsAnswered = true;
            Die();
            End();
        }
    }

    protected override void OnClosed()
    {
        base.OnClosed();
        _closed.TrySetResult();
    }
}

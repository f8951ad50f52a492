using System.Diagnostics;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// One connection that asks: has what comes compared with the answers that must come, in order, and
/// counts what was lost when it ends. What it sends and when is for the subclass.
/// </summary>
/// <remarks>
/// The engine, the pacer and whoever watches over the run call from threads of their own: a lock
/// keeps them apart.
/// </remarks>
abstract class LoadSession : Session
{
    // Connections begin at different messages: an answer to another one's is seen.
    const int Stride = 37;

    readonly LoadAnswers _answers;
    int _next;
    byte[]? _early;
    bool _isFinished;

    /// <param name="run">What it is part of.</param>
    protected LoadSession(StreamRun run)
    {
        Run = run;
        IsUnanswered = run.Plan.Expect == LoadExpectation.None;
        _answers = new LoadAnswers(run);
    }

    /// <summary>Whether it can still send.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Whether its socket is closed.</summary>
    public bool IsClosed { get; private set; }

    protected StreamRun Run { get; }

    /// <summary>What guards it.</summary>
    protected Lock Gate { get; } = new();

    protected LoadTrips Trips { get; } = new();

    /// <summary>Whether no answers are expected.</summary>
    protected bool IsUnanswered { get; }

    // Answers are read whatever lies unsent: two ends that wait for each other would wait for ever.
    protected override bool IsPaused => false;

    /// <summary>The run is over: what is unanswered is lost.</summary>
    public void Finish()
    {
        bool isClean;
        lock (Gate)
        {
            isClean = Trips.Count == 0 && UnsentCount == 0;
            _isFinished = true;
            IsAlive = false;
            LoseAll();
            if (IsUnanswered)
            {
                TakeBackUnsent();
            }
        }

        if (isClean)
        {
            End();
        }
        else
        {
            Abort();
        }
    }

    protected sealed override void OnReceived(ReadOnlySpan<byte> bytes)
    {
        long now = Stopwatch.GetTimestamp();
        lock (Gate)
        {
            if (!Run.IsStarted)
            {
                _early ??= bytes.ToArray();
            }
            else if (!IsUnanswered)
            {
                Answered(bytes, now);
            }
        }
    }

    /// <summary>Some of the answers have come. Under the lock.</summary>
    protected abstract void Answered(ReadOnlySpan<byte> bytes, long now);

    protected override void OnPeerFinished()
    {
        lock (Gate)
        {
            if (IsAlive)
            {
                Run.ClosedByServer();
            }

            IsAlive = false;
            LoseAll();
        }

        End();
    }

    protected override void OnClosed()
    {
        lock (Gate)
        {
            bool isFault = Error != SocketError.Success && !_isFinished;
            if (isFault)
            {
                Run.Failed(Error);
            }

            if (isFault && IsAlive && Error is SocketError.ConnectionReset or SocketError.Shutdown)
            {
                Run.ClosedByServer();
            }

            IsAlive = false;
            IsClosed = true;
            LoseAll();
        }

        Run.Room.Set();
    }

    /// <summary>Sets its first message, before it sends. Under the lock, like all that follow.
    /// </summary>
    /// <param name="number">Its number among the connections, from 0.</param>
    protected void StartAs(int number)
    {
        _next = Run.Text.Index((long)number * Stride);
        _answers.StartFrom(_next);
        TellEarly();
    }

    /// <summary>It sends no more.</summary>
    protected void Die() => IsAlive = false;

    /// <summary>Compares; also under the shard's lock.</summary>
    /// <returns>Whether any answer is complete now.</returns>
    protected bool Compare(LoadShard shard, ReadOnlySpan<byte> bytes, long now) =>
        _answers.Compare(Trips, shard, bytes, now);

    /// <summary>
    /// Counts the last ones of the messages that are about to be sent; also under the shard's lock.
    /// </summary>
    /// <param name="shard">Where.</param>
    /// <param name="counted">How many count.</param>
    /// <param name="count">How many are about to be sent.</param>
    /// <param name="now">When.</param>
    protected void Count(LoadShard shard, int counted, int count, long now)
    {
        if (counted > 0)
        {
            int first = Run.Text.Next(_next, count - counted);
            shard.Sent(counted, Run.Text.Messages(first, counted).Length, now);
        }
    }

    /// <summary>Sends them; nothing that the shard's lock is needed for.</summary>
    protected void Give(int count)
    {
        ReadOnlySpan<byte> bytes = Run.Text.Messages(_next, count);
        _next = Run.Text.Next(_next, count);
        Send(bytes);
    }

    void LoseAll()
    {
        int lost = 0;
        while (Trips.Count > 0)
        {
            bool counts = Run.Schedule.Counts(Trips.Oldest.Planned);
            int alike = Trips.Take(int.MaxValue);
            lost += counts ? alike : 0;
        }

        if (lost > 0)
        {
            LoadShard shard = Run.Shard;
            lock (shard)
            {
                shard.Piece.Lost += lost;
            }
        }
    }

    // It spoke before it was asked.
    void TellEarly()
    {
        if (_early is not null && !IsUnanswered)
        {
            LoadShard shard = Run.Shard;
            lock (shard)
            {
                shard.Piece.Corrupted++;
                shard.Piece.Differ([], _early);
            }
        }

        _early = null;
    }

    // What the kernel never took was not sent.
    void TakeBackUnsent()
    {
        int unsent = UnsentCount;
        LoadShard shard = Run.Shard;
        lock (shard)
        {
            while (unsent > 0)
            {
                _next = Run.Text.Next(_next, Run.Text.Period - 1);
                int length = Run.Text.Messages(_next, 1).Length;
                unsent -= length;
                shard.Piece.Sent--;
                shard.Piece.BytesSent -= length;
            }
        }
    }
}

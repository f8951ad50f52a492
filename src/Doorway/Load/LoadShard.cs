namespace Doorway;

/// <summary>
/// What a part of a run (a thread's, or a few connections') has counted since it was last cut off.
/// Whoever writes holds a lock on it; nobody else wants it but once a second.
/// </summary>
sealed class LoadShard(long timeout)
{
    LoadPiece _piece = new();

    /// <summary>What has been counted since the last cut, to be changed.</summary>
    public LoadPiece Piece => _piece;

    /// <summary>Right answers have come to messages that count.</summary>
    /// <param name="planned">When the messages were to be sent.</param>
    /// <param name="sent">When they were.</param>
    /// <param name="now">When the answers came.</param>
    /// <param name="count">How many messages that is so of.</param>
    public void Answered(long planned, long sent, long now, int count = 1)
    {
        LoadPiece piece = _piece;
        if (now - sent <= timeout)
        {
            piece.Answered += count;
            piece.LastAnswer = now;
        }
        else
        {
            piece.Late += count;
        }

        long latency = LoadSchedule.Nanoseconds(now - sent);
        if (planned == sent)
        {
            piece.FromBoth.Record(latency, count);
        }
        else
        {
            piece.FromPlan.Record(LoadSchedule.Nanoseconds(now - planned), count);
            piece.FromSend.Record(latency, count);
        }
    }

    /// <summary>Messages that count were sent.</summary>
    public void Sent(int count, long bytes, long now)
    {
        LoadPiece piece = _piece;
        piece.Sent += count;
        piece.BytesSent += bytes;
        piece.FirstSent = Math.Min(piece.FirstSent, now);
        piece.LastSent = now;
    }

    /// <summary>
    /// A message of an open loop was sent after its time though nothing but this program was in
    /// its way.
    /// </summary>
    /// <param name="delay">How long after, in timestamps.</param>
    public void Delayed(long delay)
    {
        LoadPiece piece = _piece;
        piece.WorstDelay = Math.Max(piece.WorstDelay, delay);
        if (LoadSchedule.Nanoseconds(delay) > LoadTally.LateNanoseconds)
        {
            piece.LateSends++;
        }
    }

    /// <summary>Takes what was counted away.</summary>
    public LoadPiece Cut()
    {
        lock (this)
        {
            LoadPiece piece = _piece;
            _piece = new LoadPiece();
            return piece;
        }
    }
}

/// <summary>Counts that grow. Only messages that count are in it.</summary>
sealed class LoadPiece
{
    public long Sent, Answered, Lost, Late, Duplicated, Reordered, Corrupted;
    public long BytesSent, BytesReceived;
    public long FirstSent = long.MaxValue, LastSent, LastAnswer;
    public long LateSends, WorstDelay;

    /// <summary>Latencies from the planned time.</summary>
    public Histogram FromPlan { get; } = new();

    /// <summary>Latencies from the actual send.</summary>
    public Histogram FromSend { get; } = new();

    /// <summary>
    /// Latencies that are the same from both; in what was added up they are in those two.
    /// </summary>
    public Histogram FromBoth { get; } = new();

    /// <summary>The first wrong answer.</summary>
    public LoadDifference? FirstDifference { get; private set; }

    /// <summary>An answer was wrong: the first is remembered.</summary>
    public void Differ(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual) =>
        FirstDifference ??= new LoadDifference(expected.ToArray(), actual.ToArray());

    /// <summary>The counts as they are reported.</summary>
    public LoadCounts Counts => new()
    {
        Sent = Sent,
        Answered = Answered,
        Lost = Lost,
        Late = Late,
        Duplicated = Duplicated,
        Reordered = Reordered,
        Corrupted = Corrupted,
        BytesSent = BytesSent,
        BytesReceived = BytesReceived,
    };

    /// <summary>Takes another's in.</summary>
    public void Add(LoadPiece other)
    {
        Sent += other.Sent;
        Answered += other.Answered;
        Lost += other.Lost;
        Late += other.Late;
        Duplicated += other.Duplicated;
        Reordered += other.Reordered;
        Corrupted += other.Corrupted;
        BytesSent += other.BytesSent;
        BytesReceived += other.BytesReceived;
        FirstSent = Math.Min(FirstSent, other.FirstSent);
        LastSent = Math.Max(LastSent, other.LastSent);
        LastAnswer = Math.Max(LastAnswer, other.LastAnswer);
        LateSends += other.LateSends;
        WorstDelay = Math.Max(WorstDelay, other.WorstDelay);
        FirstDifference ??= other.FirstDifference;
        FromPlan.Add(other.FromPlan);
        FromPlan.Add(other.FromBoth);
        FromSend.Add(other.FromSend);
        FromSend.Add(other.FromBoth);
    }
}

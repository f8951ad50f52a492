using System.Diagnostics;

namespace Doorway;

/// <summary>
/// Puts together what the shards of a run count: a piece each second, told as it comes, and the
/// report at the end. Of one thread, the one that watches over the run.
/// </summary>
sealed class LoadTally
{
    /// <summary>From what delay on a message is sent late.</summary>
    public const long LateNanoseconds = 1_000_000;

    readonly LoadPlan _plan;
    readonly LoadSchedule _schedule;
    readonly LoadShard[] _shards;
    readonly LoadCost _cost;
    readonly List<LoadSecond> _timeline = [];
    readonly LoadPiece _all = new();
    long _from;
    long _second;

    /// <param name="plan">What was asked for; its progress is told.</param>
    /// <param name="schedule">When what counts begins and ends.</param>
    /// <param name="shards">How many there are to write to.</param>
    /// <param name="threads">
    /// Asked for the processor time so far of each thread that generates load, polling in vain left
    /// out; none where it can't be told.
    /// </param>
    public LoadTally(
        LoadPlan plan, LoadSchedule schedule, int shards, Func<IReadOnlyList<TimeSpan>> threads)
    {
        _plan = plan;
        _schedule = schedule;
        _from = schedule.CountsFrom;
        _cost = new LoadCost(threads);
        _shards = new LoadShard[shards];
        for (int i = 0; i < shards; i++)
        {
            _shards[i] = new LoadShard(schedule.Timeout);
        }
    }

    /// <summary>A shard, by any number.</summary>
    public LoadShard Shard(int number) => _shards[(uint)number % (uint)_shards.Length];

    /// <summary>
    /// To be called often: cuts a second off when it is over. The last one goes on until
    /// <see cref="Report"/>, where only answers are awaited.
    /// </summary>
    public void Tick(long now)
    {
        if (now >= _schedule.CountsFrom)
        {
            _cost.Begin();
        }

        if (_schedule.IsOver(now))
        {
            _cost.End();
        }

        long hair = Stopwatch.Frequency / 100;
        while (true)
        {
            long next = _schedule.CountsFrom + ((_second + 1) * Stopwatch.Frequency);
            if (now < next)
            {
                return;
            }

            _second++;
            if (Math.Abs(next - _schedule.Ends) > hair)
            {
                Cut(next);
            }
        }
    }

    /// <summary>When <see cref="Tick"/> next has something to do.</summary>
    public long NextTick => Math.Min(
        _schedule.Ends, _schedule.CountsFrom + ((_second + 1) * Stopwatch.Frequency));

    void Cut(long until)
    {
        LoadPiece piece = Collect();
        _all.Add(piece);
        var second = new LoadSecond(
            Stopwatch.GetElapsedTime(_schedule.CountsFrom, _from),
            Stopwatch.GetElapsedTime(_from, until), piece.Counts, piece.FromPlan, piece.FromSend);
        _from = until;
        _timeline.Add(second);
        _plan.Progress?.Invoke(second);
    }

    LoadPiece Collect()
    {
        var piece = new LoadPiece();
        foreach (LoadShard shard in _shards)
        {
            piece.Add(shard.Cut());
        }

        return piece;
    }

    /// <summary>
    /// The report; connections, kernel drops and what else is special to a transport are for the
    /// caller to add.
    /// </summary>
    public LoadReport Report(long now)
    {
        Tick(now);
        _cost.End();
        if (now > _from)
        {
            Cut(now);
        }
        else
        {
            _all.Add(Collect());
        }

        long last = _plan.Expect == LoadExpectation.None ? _all.LastSent : _all.LastAnswer;
        double sending = Stopwatch.GetElapsedTime(_all.FirstSent, _all.LastSent).TotalSeconds;
        return new LoadReport
        {
            Plan = _plan,
            Elapsed = last > _all.FirstSent
                ? Stopwatch.GetElapsedTime(_all.FirstSent, last) : TimeSpan.Zero,
            Counts = _all.Counts,
            FromPlan = _all.FromPlan,
            FromSend = _all.FromSend,
            Timeline = _timeline,
            SentPerSecond = _all.Sent > 1 && sending > 0 ? (_all.Sent - 1) / sending : 0,
            FirstDifference = _all.FirstDifference,
            Generator = _cost.Verdict(_all),
        };
    }
}

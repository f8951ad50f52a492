namespace Doorway;

/// <summary>What is done to one piece of a stream.</summary>
readonly record struct Judgement
{
    /// <summary>How many of its bytes go on.</summary>
    public int Passes { get; init; }

    /// <summary>Whether the connection breaks off behind them.</summary>
    public bool Resets { get; init; }

    /// <summary>Before which of its bytes the stream stops for a while; null for none.</summary>
    public int? StallsAt { get; init; }

    /// <summary>How long it is delayed, in timestamp units.</summary>
    public long Delay { get; init; }

    /// <summary>What was done and why; null for nothing, or where nobody asks.</summary>
    public string? What { get; init; }
}

/// <summary>
/// Decides on the pieces of one direction of one connection, by the positions of their bytes.
/// </summary>
/// <param name="lane">What is asked, and the dice.</param>
/// <param name="connection">The number of the connection.</param>
sealed class StreamJudge(StreamLane lane, int connection)
{
    // Bytes of a connection below 1 TiB: beyond, two connections may share a number.
    const int PositionBits = 40;

    readonly Delay.Draws _delays = new(lane.DelayDice);
    StreamAsked? _asked;
    long _position;
    long _resetFrom;
    long _stallFrom;
    bool _hasStalled;

    /// <summary>Whether the connection was broken off here: nothing goes on any more.</summary>
    public bool IsCut { get; private set; }

    /// <summary>A piece passes unseen.</summary>
    public void Skip(StreamAsked asked, int length)
    {
        Heed(asked);
        _position += length;
    }

    /// <summary>Decides on the next piece.</summary>
    public Judgement Decide(StreamAsked asked, int length, bool isTold)
    {
        Heed(asked);
        int? cut = IsCut ? 0 : ResetsAt(asked.Reset, length);
        int passes = cut ?? length;
        int? stall = StallsAt(asked.Stall, passes);
        TimeSpan delay = asked.Delay is { } delayed ? _delays.Next(delayed, Number) : default;
        var judgement = new Judgement
        {
            Passes = passes,
            Resets = cut is not null && !IsCut,
            StallsAt = stall,
            Delay = Ticks.Of(delay),
            What = isTold ? Words(asked, passes, cut, stall, delay) : null,
        };
        IsCut |= cut is not null;
        _position += length;
        return judgement;
    }

    /// <summary>How long the end is delayed, in timestamp units.</summary>
    public long DelayOfEnd(StreamAsked asked) =>
        asked.Delay is { } delay ? Ticks.Of(_delays.Next(delay, Number)) : 0;

    long Number => ((long)connection << PositionBits) + _position;

    // What is asked anew counts from here on.
    void Heed(StreamAsked asked)
    {
        if (ReferenceEquals(asked, _asked))
        {
            return;
        }

        if (asked.Reset != _asked?.Reset)
        {
            _resetFrom = _position;
        }

        if (asked.Stall != _asked?.Stall)
        {
            _stallFrom = _position;
            _hasStalled = false;
        }

        _asked = asked;
    }

    int? ResetsAt(Reset? asked, int length)
    {
        if (asked?.Share is { } share)
        {
            return lane.ResetDice.Uniform(_position, connection) < share ? 0 : null;
        }

        long left = asked is null ? long.MaxValue : _resetFrom + asked.After - _position;
        return left <= length ? (int)Math.Max(0, left) : null;
    }

    int? StallsAt(Stall? asked, int length)
    {
        if (asked?.Share is { } share)
        {
            return lane.StallDice.Uniform(_position, connection) < share ? 0 : null;
        }

        if (asked is null || _hasStalled || _stallFrom + asked.After >= _position + length)
        {
            return null;
        }

        _hasStalled = true;
        return (int)Math.Max(0, _stallFrom + asked.After - _position);
    }

    static string? Words(StreamAsked asked, int passes, int? cut, int? stall, TimeSpan delay)
    {
        var done = new List<string>();
        if (cut is { } at)
        {
            string what = at == 0 ? "dropped" : $"reset after {at} bytes";
            done.Add($"{what}: {asked.Reset}");
        }

        if (passes > 0)
        {
            TimeSpan pause = asked.Stall?.Time ?? TimeSpan.Zero;
            Add($"stalled {ImpairmentValue.Time(pause)}", stall is null ? null : asked.Stall);
            Add("queued", asked.Rate);
            Add($"delayed {ImpairmentValue.Time(delay)}", asked.Delay);
            Add("sliced", asked.Slice);
        }

        return done.Count == 0 ? null : string.Join(", ", done);

        void Add(string what, Impairment? why)
        {
            if (why is not null)
            {
                done.Add($"{what}: {why}");
            }
        }
    }
}

namespace Doorway;

/// <summary>
/// Compares what comes on a connection with the answers that must come, in order. A stream has no
/// boundaries: the bytes may come in any pieces. What comes at once is compared at once, however
/// many answers it is; one by one only from a difference on.
/// </summary>
/// <param name="run">Knows the answers.</param>
sealed class LoadAnswers(StreamRun run)
{
    readonly LoadText _text = run.Text;
    int _awaited;
    int _done;
    bool _isWrong;

    /// <summary>Sets which of the messages that differ is the first to be answered.</summary>
    public void StartFrom(int index) => _awaited = index;

    /// <summary>Bytes have come. Under the shard's lock.</summary>
    /// <param name="trips">The messages that are unanswered.</param>
    /// <param name="shard">Where it is counted.</param>
    /// <param name="bytes">What came.</param>
    /// <param name="now">When.</param>
    /// <returns>Whether any answer is complete now.</returns>
    public bool Compare(
        LoadTrips trips, LoadShard shard, ReadOnlySpan<byte> bytes, long now)
    {
        int before = trips.Count;
        while (!bytes.IsEmpty && trips.Count > 0)
        {
            ReadOnlySpan<byte> expected =
                _text.Answers(_awaited, Math.Min(trips.Count, _text.Period))[_done..];
            int count = Math.Min(bytes.Length, expected.Length);
            if (!_isWrong && bytes[..count].SequenceEqual(expected[..count]))
            {
                Right(trips, shard, count, now);
            }
            else
            {
                count = CompareOne(trips, shard, bytes, now);
            }

            bytes = bytes[count..];
        }

        if (!bytes.IsEmpty)
        {
            // They belong to no message, and so to the warm-up no more than to the rest.
            shard.Piece.Corrupted++;
            shard.Piece.Differ([], bytes);
        }

        return trips.Count < before;
    }

    void Right(LoadTrips trips, LoadShard shard, int count, long now)
    {
        int complete = _text.AnswersIn(_awaited, _done + count, out _done);
        while (complete > 0)
        {
            (long planned, long sent) = trips.Oldest;
            int alike = trips.Take(complete);
            if (run.Schedule.Counts(planned))
            {
                shard.Piece.BytesReceived += _text.Answers(_awaited, alike).Length;
                shard.Answered(planned, sent, now, alike);
            }

            complete -= alike;
            _awaited = _text.Next(_awaited, alike);
        }
    }

    // Returns how many of the bytes were the oldest message's.
    int CompareOne(LoadTrips trips, LoadShard shard, ReadOnlySpan<byte> bytes, long now)
    {
        ReadOnlySpan<byte> expected = _text.Answers(_awaited, 1)[_done..];
        int count = Math.Min(bytes.Length, expected.Length);
        bool isSame = bytes[..count].SequenceEqual(expected[..count]);
        if (!_isWrong && isSame)
        {
            Right(trips, shard, count, now);
            return count;
        }

        bool counts = run.Schedule.Counts(trips.Oldest.Planned);
        if (!_isWrong && counts)
        {
            // The answer's first bytes were right: they are in the text as well.
            ReadOnlySpan<byte> answer = _text.Answers(_awaited, 1);
            shard.Piece.Differ(answer, [.. answer[.._done], .. bytes[..count]]);
        }

        _isWrong = true;
        _done += count;
        if (count == expected.Length)
        {
            shard.Piece.BytesReceived += counts ? _done : 0;
            shard.Piece.Corrupted += counts ? 1 : 0;
            trips.Take(1);
            _awaited = _text.Next(_awaited, 1);
            _done = 0;
            _isWrong = false;
        }

        return count;
    }
}

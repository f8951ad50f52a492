namespace Doorway;

/// <summary>
/// Compares what comes on a connection with the answers that must come, in order. A stream has no
/// boundaries: the bytes may come in any pieces.
/// </summary>
/// <param name="run">Knows the answers.</param>
sealed class LoadAnswers(StreamRun run)
{
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
        bool any = false;
        while (!bytes.IsEmpty && trips.Count > 0)
        {
            ReadOnlySpan<byte> expected = run.Text.AnswerFrom(_awaited, _done);
            int count = Math.Min(bytes.Length, expected.Length);
            if (!_isWrong && !bytes[..count].SequenceEqual(expected[..count]))
            {
                _isWrong = true;
                Differ(trips, shard, bytes[..count]);
            }

            bytes = bytes[count..];
            _done += count;
            if (count == expected.Length)
            {
                Complete(trips.Take(), shard, now);
                any = true;
            }
        }

        if (!bytes.IsEmpty)
        {
            // They belong to no message, and so to the warm-up no more than to the rest.
            shard.Piece.Corrupted++;
            shard.Piece.Differ([], bytes);
        }

        return any;
    }

    // The answer's first bytes were right: they are in the text as well.
    void Differ(LoadTrips trips, LoadShard shard, ReadOnlySpan<byte> bytes)
    {
        if (run.Schedule.Counts(trips.Oldest.Planned))
        {
            ReadOnlySpan<byte> answer = run.Text.Answer(_awaited);
            shard.Piece.Differ(answer, [.. answer[.._done], .. bytes]);
        }
    }

    void Complete((long Planned, long Sent) trip, LoadShard shard, long now)
    {
        if (run.Schedule.Counts(trip.Planned))
        {
            shard.Piece.BytesReceived += _done;
            if (_isWrong)
            {
                shard.Piece.Corrupted++;
            }
            else
            {
                shard.Answered(trip.Planned, trip.Sent, now);
            }
        }

        _awaited = run.Text.Index(_awaited + 1);
        _done = 0;
        _isWrong = false;
    }
}

namespace Doorway;

/// <summary>What became of the messages of a run, or of a second of it.</summary>
public readonly record struct LoadCounts
{
    /// <summary>Messages sent.</summary>
    public long Sent { get; init; }

    /// <summary>Messages whose right answer came in time.</summary>
    public long Answered { get; init; }

    /// <summary>Messages whose answer never came.</summary>
    public long Lost { get; init; }

    /// <summary>Messages whose right answer came after <see cref="LoadPlan.Timeout"/>.</summary>
    public long Late { get; init; }

    /// <summary>Further answers to messages that were answered before (datagrams).</summary>
    public long Duplicated { get; init; }

    /// <summary>
    /// First answers that came after the answer to a message that was sent later (RFC 4737,
    /// Type-P-Reordered; of each socket by itself).
    /// </summary>
    public long Reordered { get; init; }

    /// <summary>Messages whose answer was wrong, and answers that belong to no message.</summary>
    public long Corrupted { get; init; }

    /// <summary>Bytes of the messages sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>Bytes of all answers.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Both together.</summary>
    public static LoadCounts operator +(LoadCounts left, LoadCounts right) => new()
    {
        Sent = left.Sent + right.Sent,
        Answered = left.Answered + right.Answered,
        Lost = left.Lost + right.Lost,
        Late = left.Late + right.Late,
        Duplicated = left.Duplicated + right.Duplicated,
        Reordered = left.Reordered + right.Reordered,
        Corrupted = left.Corrupted + right.Corrupted,
        BytesSent = left.BytesSent + right.BytesSent,
        BytesReceived = left.BytesReceived + right.BytesReceived,
    };

    /// <summary>The same as <c>+</c>.</summary>
    public static LoadCounts Add(LoadCounts left, LoadCounts right) => left + right;
}

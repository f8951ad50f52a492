namespace Doorway;

/// <summary>
/// What is decided of one datagram so far, while the impairments act on it in turn.
/// </summary>
struct Passage(long number, int length, long now, bool isTold)
{
    /// <summary>The datagram's number in its direction.</summary>
    public long Number { get; } = number;

    /// <summary>How many bytes it has.</summary>
    public int Length { get; } = length;

    /// <summary>When it came in, as a timestamp.</summary>
    public long Now { get; } = now;

    /// <summary>Whether what is done is to be put into words.</summary>
    public bool IsTold { get; } = isTold;

    /// <summary>Whether chance dropped it.</summary>
    public bool IsLost { get; set; }

    /// <summary>Whether it found a queue full.</summary>
    public bool IsOverQueue { get; set; }

    /// <summary>Whether it goes no further.</summary>
    public readonly bool IsDropped => IsLost || IsOverQueue;

    /// <summary>Which bit is changed, -1 for none.</summary>
    public int ChangedBit { get; set; } = -1;

    /// <summary>Whether a copy goes out too.</summary>
    public bool HasCopy { get; set; }

    /// <summary>When it comes to the exit.</summary>
    public long Due { get; set; } = now;

    /// <summary>When its copy does.</summary>
    public long CopyDue { get; set; } = now;

    /// <summary>
    /// How many later datagrams of the same client may pass it at the exit; 0 for going out.
    /// </summary>
    public int HeldFor { get; set; }

    /// <summary>How long it is kept there at most, in timestamp units.</summary>
    public long HeldAtMost { get; set; }

    /// <summary>What was done and why; null for nothing.</summary>
    public string? What { get; private set; }

    /// <summary>Adds what an impairment did. Only to be composed where it is told.</summary>
    public void Tell(string what) => What = What is null ? what : $"{What}, {what}";
}

namespace Doorway.Check;

/// <summary>Why a reading ended.</summary>
enum ReadEnd
{
    /// <summary>What was wanted is there.</summary>
    Enough,

    /// <summary>
    /// Nothing came for a while, and the program waits for something itself: nothing will come.
    /// </summary>
    Quiet,

    /// <summary>The other side has finished sending.</summary>
    EndOfFile,

    /// <summary>The connection was reset.</summary>
    Reset,
}

/// <summary>What was read, and why no more was.</summary>
readonly record struct Reading(byte[] Bytes, ReadEnd End)
{
    /// <summary>Whether exactly these bytes came, however the reading ended.</summary>
    public bool Is(ReadOnlySpan<byte> expected) => Bytes.AsSpan().SequenceEqual(expected);
}

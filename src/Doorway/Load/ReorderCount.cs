namespace Doorway;

/// <summary>
/// Whether what arrives is out of order, as RFC 4737 section 3.3 defines Type-P-Reordered: its
/// sequence number is below the next expected one, which is that of the highest so far and one. A
/// loss is no reordering, and of two that change places one is reordered. Of one stream, to be
/// asked of first copies only.
/// </summary>
struct ReorderCount
{
    long _nextExpected;

    /// <summary>One has arrived.</summary>
    /// <param name="sequence">Its number in order of sending, from 0.</param>
    /// <returns>Whether it is reordered.</returns>
    public bool IsReordered(long sequence)
    {
        if (sequence < _nextExpected)
        {
            return true;
        }

        _nextExpected = sequence + 1;
        return false;
    }
}

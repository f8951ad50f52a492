using System.Diagnostics;

namespace Doorway.Watch.Calls;

/// <summary>How many bytes are kept of what programs send and print: so many at once, and so many
/// for each second that passes.</summary>
/// <param name="most">How many at once.</param>
/// <param name="perSecond">How many more for each second.</param>
sealed class ByteAllowance(long most, long perSecond)
{
    long _taken;
    long _at = Stopwatch.GetTimestamp();

    /// <summary>Takes what is wanted, or nothing where not all of it is left.</summary>
    public bool TryTake(int wanted)
    {
        long now = Stopwatch.GetTimestamp();
        double earned = Stopwatch.GetElapsedTime(_at, now).TotalSeconds * perSecond;
        if (earned >= 1)
        {
            _taken = (long)Math.Max(0, _taken - earned);
            _at = now;
        }

        if (_taken + wanted > most)
        {
            return false;
        }

        _taken += wanted;
        return true;
    }
}

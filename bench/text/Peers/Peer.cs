using System.Diagnostics;

namespace Doorway.Bench.Text.Peers;

/// <summary>One way to upper-case, measured beside the others.</summary>
abstract class Peer : IDisposable
{
    internal abstract string Name { get; }

    /// <summary>Whether its answer is the full mapping, so that it must equal ours.</summary>
    internal virtual bool IsFull => false;

    /// <summary>Whether it can't do other text than ASCII.</summary>
    internal virtual bool IsAsciiOnly => false;

    /// <summary>Takes the pieces that the next turns convert.</summary>
    internal abstract void Take(Pieces pieces);

    /// <summary>Converts every piece that many times.</summary>
    /// <returns>The seconds it took.</returns>
    internal virtual double Turns(int count)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++) Turn();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Converts every piece once.</summary>
    protected virtual void Turn() => throw new NotSupportedException();

    /// <summary>The upper case of a text, by the same calls.</summary>
    internal abstract byte[] Upper(ReadOnlySpan<byte> text);

    public virtual void Dispose()
    {
    }
}

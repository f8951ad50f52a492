using System.Numerics;
using System.Runtime.InteropServices;

namespace Doorway;

/// <summary>What is known of a datagram that was sent.</summary>
[Flags]
enum LoadFate : byte
{
    None = 0,

    /// <summary>It was planned for after the warm-up.</summary>
    Counts = 1,

    /// <summary>An answer has come, right or wrong.</summary>
    Answered = 2,

    /// <summary>Another message may take its place.</summary>
    Released = 4,

    /// <summary>It is counted as lost, until an answer comes after all.</summary>
    Expired = 8,

    /// <summary>The kernel did not take it.</summary>
    Unsent = 16,
}

/// <summary>One datagram that was sent.</summary>
struct LoadMessage
{
    public long Planned;
    public long Sent;
    public LoadFate Fate;

    public readonly bool Has(LoadFate fate) => (Fate & fate) != 0;
}

/// <summary>
/// The newest messages of a socket by their numbers: a ring outside the managed heap, whose pages
/// are memory only once they are reached.
/// </summary>
sealed unsafe class LoadOutstanding : IDisposable
{
    // Of all sockets together, remembered; 24 bytes each.
    const long Fewest = 1 << 18;
    const long Most = 1 << 26;
    const double LikelyRate = 500_000;

    readonly LoadMessage* _ring;
    readonly long _capacity;

    /// <param name="capacity">How many are remembered; a power of two.</param>
    public LoadOutstanding(int capacity)
    {
        _capacity = capacity;
        _ring = (LoadMessage*)NativeMemory.AllocZeroed((nuint)capacity, (nuint)sizeof(LoadMessage));
    }

    /// <summary>How many each socket of a run should remember.</summary>
    public static int CapacityFor(LoadPlan plan)
    {
        double wanted = 2 * (plan.Rate ?? LikelyRate) * plan.Timeout.TotalSeconds;
        long all = (long)Math.Clamp(wanted, Fewest, Most);
        long each = Math.Max(all / plan.Connections, Math.Min(4L * plan.Depth, Most));
        return (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(each, 16, Most));
    }

    /// <summary>The number of the next one.</summary>
    public long Next { get; private set; }

    /// <summary>The first number that is remembered.</summary>
    public long Oldest => Math.Max(0, Next - _capacity);

    /// <summary>Whether the next one takes the place of the oldest.</summary>
    public bool IsFull => Next >= _capacity;

    /// <summary>A message that is remembered.</summary>
    public ref LoadMessage this[long number] => ref _ring[number & (_capacity - 1)];

    /// <summary>Adds the next one.</summary>
    /// <returns>Its number.</returns>
    public long Add(long planned, LoadFate fate)
    {
        this[Next] = new LoadMessage { Planned = planned, Fate = fate };
        return Next++;
    }

    public void Dispose() => NativeMemory.Free(_ring);
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Doorway;

/// <summary>
/// A lock of four bytes for what is nearly never contended and held for a system call at most.
/// Half as dear as a monitor where nobody waits. Who holds it must not enter it again.
/// </summary>
struct SmallLock
{
    int _taken;

    /// <summary>Waits until it is free, and takes it until the end of the <c>using</c>.</summary>
    [UnscopedRef]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Holder Enter()
    {
        if (Interlocked.CompareExchange(ref _taken, 1, 0) != 0)
        {
            Wait();
        }

        return new Holder(ref _taken);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Wait()
    {
        var spin = new SpinWait();
        do
        {
            spin.SpinOnce();
        }
        while (Interlocked.CompareExchange(ref _taken, 1, 0) != 0);
    }

    /// <summary>Has the lock; disposing of it leaves it.</summary>
    public readonly ref struct Holder(ref int taken)
    {
        readonly ref int _taken = ref taken;

        public void Dispose() => Volatile.Write(ref _taken, 0);
    }
}

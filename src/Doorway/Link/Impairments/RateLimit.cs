using System.Diagnostics;

namespace Doorway;

/// <summary>
/// Lets through so many bits a second, of all clients together, and has the rest wait in a queue of
/// bounded length. A datagram that doesn't fit in is dropped (tail drop); a stream waits. The bytes
/// of the messages are counted, without the headers that a network adds.
/// </summary>
/// <param name="BitsPerSecond">The rate.</param>
/// <param name="Queue">
/// How many bytes may wait; default 65,536. One datagram may always, where none does.
/// </param>
public sealed record RateLimit(long BitsPerSecond, int Queue = 65_536) : Impairment
{
    const string Form = "RATE[,QUEUE]";

    /// <summary>How it is named, written and read.</summary>
    public static ImpairmentKind OfKind { get; } = new(
        "rate", Form,
        "Let through so many bits a second, as in 10mbit, and queue the rest (default 64k bytes)",
        OnDatagrams: true, OnStreams: true, Parse);

    /// <inheritdoc/>
    public override ImpairmentKind Kind => OfKind;

    /// <inheritdoc/>
    public override string Value => Queue == 65_536
        ? ImpairmentValue.Rate(BitsPerSecond)
        : $"{ImpairmentValue.Rate(BitsPerSecond)},{ImpairmentValue.Size(Queue)}";

    static RateLimit Parse(string text)
    {
        string[] parts = ImpairmentValue.Split(text, 1, 2, Form);
        long rate = ImpairmentValue.ParseRate(parts[0]);
        return parts.Length == 1 ? new(rate) : new(rate, ImpairmentValue.ParseSize(parts[1]));
    }

    internal override DatagramEffect OnDatagrams(Dice dice) => new Effect(this);

    /// <summary>
    /// When bytes have gone over a wire of a certain rate, to the timestamp unit: what is left of a
    /// unit counts for the next, so that the rate holds for ever.
    /// </summary>
    internal sealed class Wire
    {
        long _rest;

        /// <summary>When the last byte that was put on it has left.</summary>
        public long FreeAt { get; private set; } = long.MinValue;

        /// <summary>How many bytes wait now.</summary>
        public long Backlog(long now, long bitsPerSecond) => FreeAt <= now
            ? 0
            : (long)((FreeAt - now) / (double)Stopwatch.Frequency * bitsPerSecond / 8);

        /// <summary>Puts bytes behind those that wait.</summary>
        /// <returns>When the last of them leaves.</returns>
        public long Put(int bytes, long now, long bitsPerSecond)
        {
            if (FreeAt < now)
            {
                FreeAt = now;
                _rest = 0;
            }

            Int128 units = ((Int128)bytes * 8 * Stopwatch.Frequency) + _rest;
            FreeAt += (long)(units / bitsPerSecond);
            _rest = (long)(units % bitsPerSecond);
            return FreeAt;
        }
    }

    sealed class Effect(RateLimit asked) : DatagramEffect<RateLimit>(asked)
    {
        readonly Wire _wire = new();

        public override void Act(ref Passage passage)
        {
            if (passage.IsDropped)
            {
                return;
            }

            if (!TryPut(passage, out long leaves))
            {
                passage.IsOverQueue = true;
                if (passage.IsTold)
                {
                    passage.Tell($"dropped: queue full, {Asked}");
                }

                return;
            }

            if (passage.IsTold)
            {
                passage.Tell($"queued {Words(leaves - passage.Now)}: {Asked}");
            }

            passage.Due += leaves - passage.Now;
            if (passage.HasCopy)
            {
                PutCopy(ref passage);
            }
        }

        void PutCopy(ref Passage passage)
        {
            passage.HasCopy = TryPut(passage, out long leaves);
            passage.CopyDue += leaves - passage.Now;
            if (!passage.HasCopy && passage.IsTold)
            {
                passage.Tell($"copy dropped: queue full, {Asked}");
            }
        }

        bool TryPut(in Passage passage, out long leaves)
        {
            long backlog = _wire.Backlog(passage.Now, Asked.BitsPerSecond);
            bool fits = backlog == 0 || backlog + passage.Length <= Asked.Queue;
            leaves = fits ? _wire.Put(passage.Length, passage.Now, Asked.BitsPerSecond) : 0;
            return fits;
        }

        static string Words(long ticks) => ImpairmentValue.Time(Ticks.ToTime(ticks));
    }
}

using System.Collections;

namespace Doorway;

/// <summary>
/// The impairments of one direction: at most one of each kind, in the order in which they act. It
/// never changes; adding one makes another set.
/// </summary>
public sealed class ImpairmentSet : IReadOnlyCollection<Impairment>
{
    readonly Impairment[] _all;

    ImpairmentSet(Impairment[] all) => _all = all;

    /// <summary>No impairment.</summary>
    public static ImpairmentSet None { get; } = new([]);

    /// <summary>Every kind there is, in the order in which they act.</summary>
    public static IReadOnlyList<ImpairmentKind> Kinds { get; } =
    [
        SegmentLoss.OfKind,
        Loss.OfKind,
        BurstLoss.OfKind,
        Corrupt.OfKind,
        Duplicate.OfKind,
        Reset.OfKind,
        RateLimit.OfKind,
        Delay.OfKind,
        Reorder.OfKind,
        Stall.OfKind,
        Slice.OfKind,
        NoHalfClose.OfKind,
    ];

    /// <inheritdoc/>
    public int Count => _all.Length;

    /// <summary>The impairment of a type, null where there is none.</summary>
    public T? Find<T>()
        where T : Impairment => _all.OfType<T>().FirstOrDefault();

    /// <summary>This set with one impairment more, or in place of that of the same kind.</summary>
    public ImpairmentSet With(Impairment impairment)
    {
        ArgumentNullException.ThrowIfNull(impairment);
        IEnumerable<Impairment> others = Without(impairment.Kind)._all;
        return new([.. others.Append(impairment).OrderBy(one => PlaceOf(one.Kind))]);
    }

    /// <summary>This set without the impairment of a kind.</summary>
    public ImpairmentSet Without(ImpairmentKind kind) =>
        new([.. _all.Where(one => one.Kind != kind)]);

    static int PlaceOf(ImpairmentKind kind) => Kinds.TakeWhile(one => one != kind).Count();

    /// <inheritdoc/>
    public IEnumerator<Impairment> GetEnumerator() => _all.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>All of them: <c>loss 5%, delay 50ms</c>; <c>none</c> of none.</summary>
    public override string ToString() =>
        _all.Length == 0 ? "none" : string.Join(", ", _all.Select(one => one.ToString()));
}

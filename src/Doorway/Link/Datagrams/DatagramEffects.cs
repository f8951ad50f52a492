namespace Doorway;

/// <summary>
/// What the impairments of one direction do to datagrams, in the order in which they act. When they
/// are changed, one that was there before keeps its state.
/// </summary>
/// <param name="direction">Which direction.</param>
/// <param name="seed">The link's seed.</param>
sealed class DatagramEffects(Direction direction, ulong seed)
{
    readonly Dictionary<ImpairmentKind, DatagramEffect> _known = [];
    DatagramEffect[] _inOrder = [];

    /// <summary>Has others from the next datagram on.</summary>
    public void Change(ImpairmentSet set)
    {
        ImpairmentKind[] kinds = [.. set.Select(one => one.Kind)];
        foreach (ImpairmentKind gone in _known.Keys.Except(kinds).ToArray())
        {
            _known.Remove(gone);
        }

        _inOrder = [.. set.Select(EffectOf).OfType<DatagramEffect>()];
    }

    DatagramEffect? EffectOf(Impairment asked)
    {
        if (_known.TryGetValue(asked.Kind, out DatagramEffect? effect))
        {
            effect.Ask(asked);
        }
        else if (asked.OnDatagrams(new Dice(seed, direction, asked.Kind.Name)) is { } fresh)
        {
            _known.Add(asked.Kind, effect = fresh);
        }

        return effect;
    }

    /// <summary>Decides on the next datagram.</summary>
    public void Decide(ref Passage passage)
    {
        foreach (DatagramEffect effect in _inOrder)
        {
            effect.Act(ref passage);
        }
    }
}

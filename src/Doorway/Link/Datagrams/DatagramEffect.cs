namespace Doorway;

/// <summary>
/// What an impairment does to the datagrams of one direction: what has become of it so far, and
/// its decision on each. It is asked about every datagram in the order of their numbers, also about
/// those that another has dropped: so its decisions don't depend on the others'.
/// </summary>
abstract class DatagramEffect
{
    /// <summary>Has another value from now on, and keeps its state.</summary>
    public abstract void Ask(Impairment asked);

    /// <summary>Decides on the next datagram.</summary>
    public abstract void Act(ref Passage passage);
}

/// <summary>An effect of one kind of impairment.</summary>
/// <typeparam name="T">The impairment.</typeparam>
abstract class DatagramEffect<T>(T asked) : DatagramEffect
    where T : Impairment
{
    /// <summary>What is asked for.</summary>
    protected T Asked { get; private set; } = asked;

    /// <inheritdoc/>
    public sealed override void Ask(Impairment asked) => Asked = (T)asked;
}

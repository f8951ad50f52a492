namespace Doorway;

/// <summary>
/// One thing that a link does to what passes it in one direction. What is here is what was asked
/// for; what it has come to (a queue's length, the state of a burst) the link keeps.
/// </summary>
public abstract record Impairment
{
    /// <summary>Its kind.</summary>
    public abstract ImpairmentKind Kind { get; }

    /// <summary>Its value as it is written, for example <c>5%</c>.</summary>
    public abstract string Value { get; }

    /// <summary>
    /// Name and value, as in the fate of a message: <c>loss 5%</c>; the name alone where there is
    /// no value.
    /// </summary>
    public sealed override string ToString() =>
        Value.Length == 0 ? Kind.Name : $"{Kind.Name} {Value}";

    /// <summary>
    /// What it does to datagrams, with a state of its own; null where that is nothing.
    /// </summary>
    internal virtual DatagramEffect? OnDatagrams(Dice dice) => null;
}

/// <summary>A kind of impairment: how it is named, written and read.</summary>
/// <param name="Name">Its name, also that of the option: <c>loss</c>.</param>
/// <param name="Form">
/// How its value is written: <c>PERCENT</c>; empty where there is none, only with or without.
/// </param>
/// <param name="Help">What it does, in a sentence without a full stop.</param>
/// <param name="OnDatagrams">Whether it does anything to datagrams.</param>
/// <param name="OnStreams">Whether it does anything to streams.</param>
/// <param name="Parse">
/// Reads a value; throws <see cref="FormatException"/> with a message for the user.
/// </param>
public sealed record ImpairmentKind(
    string Name, string Form, string Help, bool OnDatagrams, bool OnStreams,
    Func<string, Impairment> Parse)
{
    /// <summary>Whether it does anything on a transport.</summary>
    public bool ActsOn(Transport transport) => transport.IsStream ? OnStreams : OnDatagrams;

    /// <summary>Why it can't be asked for on a transport, in a line.</summary>
    internal string WhyNotOn(Transport transport) => transport.IsStream
        ? $"{Name} does nothing to streams; it is for udp:// and unixgram:"
        : $"{Name} does nothing to datagrams; it is for tcp:// and unix:";
}

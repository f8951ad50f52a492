namespace Doorway;

/// <summary>
/// A change of what a link does, as a line of text says it: <c>loss 20%</c>,
/// <c>to-client: delay 50ms</c>, <c>both: loss off</c>, <c>preset 3g</c>, <c>off</c>.
/// <para>
/// One rule for every kind of impairment: without a direction it acts on the way to the server
/// alone, as a rule of netem acts on what leaves one interface. So a client that counts what it
/// misses finds the very number that the link says it took. What names no impairment
/// (<c>preset</c>, <c>off</c>) is for both ways, unless a direction is given.
/// </para>
/// </summary>
public sealed class LinkChange
{
    const string Off = "off";
    const string Preset = "preset";

    static readonly IReadOnlyList<Direction> Both = [Direction.ToServer, Direction.ToClient];

    static readonly Dictionary<string, IReadOnlyList<Direction>> Prefixes = new()
    {
        ["to-server"] = [Direction.ToServer],
        ["to-client"] = [Direction.ToClient],
        ["both"] = Both,
    };

    readonly string _what;
    readonly Func<Direction, ImpairmentSet, Transport, ImpairmentSet> _apply;

    LinkChange(
        IReadOnlyList<Direction> directions, string what,
        Func<Direction, ImpairmentSet, Transport, ImpairmentSet> apply)
    {
        Directions = directions;
        _what = what;
        _apply = apply;
    }

    /// <summary>How a direction is written before a change, without the colon.</summary>
    public static IReadOnlyCollection<string> DirectionNames => Prefixes.Keys;

    /// <summary>The directions that it is about: one, or both.</summary>
    public IReadOnlyList<Direction> Directions { get; }

    /// <summary>
    /// The kind of impairment that it is about; null for <c>preset</c> and <c>off</c>.
    /// </summary>
    public ImpairmentKind? Kind { get; private init; }

    /// <summary>The impairments of a direction after the change.</summary>
    /// <param name="direction">Which direction; one that it is not about keeps what it has.</param>
    /// <param name="before">The impairments before it.</param>
    /// <param name="transport">
    /// What the link carries. Of a preset only what does something to it is taken.
    /// </param>
    /// <exception cref="FormatException">
    /// The kind that it is about does nothing on that transport.
    /// </exception>
    public ImpairmentSet Apply(Direction direction, ImpairmentSet before, Transport transport)
    {
        ArgumentNullException.ThrowIfNull(before);
        if (Kind is not null && !Kind.ActsOn(transport))
        {
            throw new FormatException(Kind.WhyNotOn(transport));
        }

        return Directions.Contains(direction) ? _apply(direction, before, transport) : before;
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">
    /// <c>[DIRECTION:] KIND VALUE</c>, <c>[DIRECTION:] KIND off</c>,
    /// <c>[DIRECTION:] preset NAME</c> or <c>[DIRECTION:] off</c>.
    /// </param>
    /// <exception cref="FormatException">
    /// It is none; the message says in one line what is wrong and how it is written.
    /// </exception>
    public static LinkChange Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        (IReadOnlyList<Direction>? directions, string text) = SplitDirection(line);
        string word = text.Split((char[]?)null, 2, StringSplitOptions.TrimEntries)[0];
        string value = text[word.Length..].Trim();
        switch (word)
        {
            case "":
                throw new FormatException($"nothing is to be changed; {Rule}");
            case Off when value.Length > 0:
                throw new FormatException(
                    $"\"{value}\" is one too many: off ends every impairment, "
                    + $"{Example(value)} off one of them");
            case Off:
                return new(directions ?? Both, Off, (_, _, _) => ImpairmentSet.None);
            case Preset:
                LinkPreset preset = LinkPreset.Parse(value);
                return new(
                    directions ?? Both, $"{Preset} {preset.Name}",
                    (way, _, transport) => preset.For(way, transport));
        }

        ImpairmentKind kind = ImpairmentSet.Kinds.FirstOrDefault(one => one.Name == word)
            ?? throw new FormatException(
                word.Contains(':', StringComparison.Ordinal)
                    ? $"\"{word}\" is no direction; write to-server:, to-client: or both:"
                    : $"\"{word}\" is no impairment; {Rule}");
        return Of(kind, value, directions);
    }

    /// <summary>Reads the value of the option named after a kind: <c>to-client:10%</c>.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="text">
    /// <c>[DIRECTION:]VALUE</c>, or <c>[DIRECTION:]off</c>; of a kind that takes no value the
    /// direction alone.
    /// </param>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static LinkChange Parse(ImpairmentKind kind, string text)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(text);
        (IReadOnlyList<Direction>? directions, string value) = SplitDirection(
            kind.Form.Length == 0 && Prefixes.ContainsKey(text) ? $"{text}:" : text);
        return Of(kind, value, directions);
    }

    static LinkChange Of(
        ImpairmentKind kind, string value, IReadOnlyList<Direction>? directions)
    {
        directions ??= [Direction.ToServer];
        if (value.Length == 0 && kind.Form.Length > 0)
        {
            throw new FormatException(
                $"{kind.Name} needs a value: {kind.Name} {kind.Form}, or {kind.Name} {Off}");
        }

        if (value == Off)
        {
            return new(directions, $"{kind.Name} {Off}", (_, before, _) => before.Without(kind))
            {
                Kind = kind,
            };
        }

        Impairment impairment = kind.Parse(value);
        return new(directions, impairment.ToString(), (_, before, _) => before.With(impairment))
        {
            Kind = kind,
        };
    }

    // "to-client: delay 50ms" and "to-client:50ms"; null where no direction is given.
    static (IReadOnlyList<Direction>? Directions, string Other) SplitDirection(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 && Prefixes.TryGetValue(text[..colon].Trim(), out var directions)
            ? (directions, text[(colon + 1)..].Trim())
            : (null, text.Trim());
    }

    static string Rule =>
        $"write one of {string.Join(", ", ImpairmentSet.Kinds.Select(kind => kind.Name))} and a "
        + $"value, {Preset} NAME, or {Off}";

    static string Example(string value) =>
        ImpairmentSet.Kinds.FirstOrDefault(kind => kind.Name == value)?.Name
        ?? ImpairmentSet.Kinds[0].Name;

    /// <summary>The line in full: <c>to-server: loss 20%</c>.</summary>
    public override string ToString() =>
        $"{Prefixes.First(prefix => prefix.Value.SequenceEqual(Directions)).Key}: {_what}";
}

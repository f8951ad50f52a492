namespace Doorway;

/// <summary>
/// Impairments of both directions under one name. What was measured by somebody is cited; the
/// rest is illustrative: no two networks of a kind are alike.
/// </summary>
public sealed class LinkPreset
{
    readonly ImpairmentSet _toServer;
    readonly ImpairmentSet _toClient;

    LinkPreset(string name, string help, string toServer, string toClient)
    {
        Name = name;
        Help = help;
        _toServer = Read(toServer);
        _toClient = Read(toClient);
    }

    /// <summary>Every preset there is.</summary>
    public static IReadOnlyList<LinkPreset> All { get; } =
    [
        // Rates and the least delay (both ways together): Firefox, Network Monitor, Throttling.
        new(
            "wifi", "Firefox's rates and delay for Wi-Fi; loss in bursts and jitter illustrative",
            "rate 15mbit; delay 1ms,500us,pareto; burst-loss 0.2%,40%",
            "rate 30mbit; delay 1ms,500us,pareto; burst-loss 0.2%,40%"),
        new(
            "3g", "Firefox's rates and delay for regular 3G; loss and jitter illustrative",
            "rate 250kbit; delay 50ms,10ms,normal; loss 0.5%",
            "rate 750kbit; delay 50ms,10ms,normal; loss 0.5%"),
        // RFC 2488, section 2: up to 279 ms from one ground station to another.
        new(
            "satellite", "RFC 2488's longest delay by a geostationary one; the rest illustrative",
            "rate 1mbit; delay 279ms; loss 0.1%",
            "rate 10mbit; delay 279ms; loss 0.1%"),
        new("lossy", "illustrative: each tenth datagram is lost", "loss 10%", "loss 10%"),
        new(
            "textbook", "illustrative: all that UDP may do, so that it is seen",
            "loss 5%; duplicate 2%; reorder 5%", "loss 5%; duplicate 2%; reorder 5%"),
    ];

    /// <summary>Its name: <c>3g</c>.</summary>
    public string Name { get; }

    /// <summary>What it stands for and where its numbers are from, without a full stop.</summary>
    public string Help { get; }

    /// <summary>The impairments of a direction: those that do something on a transport.</summary>
    public ImpairmentSet For(Direction direction, Transport transport)
    {
        ImpairmentSet all = direction == Direction.ToServer ? _toServer : _toClient;
        return all.Where(one => one.Kind.ActsOn(transport))
            .Aggregate(ImpairmentSet.None, (set, one) => set.With(one));
    }

    /// <summary>The preset of a name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static LinkPreset Parse(string name) =>
        All.FirstOrDefault(preset => preset.Name == name)
        ?? throw new FormatException(
            name.Length == 0
                ? $"preset needs a name: {Names}"
                : $"\"{name}\" is no preset; write one of {Names}");

    static string Names => string.Join(", ", All.Select(preset => preset.Name));

    static ImpairmentSet Read(string impairments) => impairments
        .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split(' ', 2))
        .Select(words => ImpairmentSet.Kinds.Single(kind => kind.Name == words[0]).Parse(words[1]))
        .Aggregate(ImpairmentSet.None, (set, impairment) => set.With(impairment));
}

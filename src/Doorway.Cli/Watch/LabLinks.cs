using System.Globalization;

namespace Doorway.Cli.Watching;

/// <summary>
/// The two links of the lab, one for datagrams and one for streams, as one set of sliders: each
/// moves what it is about on every link where that does anything.
/// </summary>
/// <param name="links">The links with the ports of the server behind them.</param>
sealed class LabLinks(IReadOnlyList<LabLinks.Way> links)
{
    /// <summary>One link.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="Transport">What it carries.</param>
    /// <param name="Server">The port of the server behind it.</param>
    public sealed record Way(Doorway.Link Link, Transport Transport, int Server);

    static readonly (string Name, string Unit, double Most)[] Shown =
    [
        ("loss", "%", 100),
        ("duplicate", "%", 100),
        ("reorder", "%", 100),
        ("corrupt", "%", 100),
        ("segment-loss", "%", 50),
        ("delay", "ms", 1000),
        ("rate", "kbit", 1000),
    ];

    static readonly Direction[] Directions = [Direction.ToServer, Direction.ToClient];

    readonly Lock _gate = new();
    readonly Dictionary<(Direction, string), double> _values = [];

    /// <summary>What it does now.</summary>
    public LinkSliders Now
    {
        get
        {
            lock (_gate)
            {
                return new LinkSliders([.. Shown.Select(SliderOf)], Command());
            }
        }
    }

    /// <summary>Does something else from now on.</summary>
    /// <returns>Why that can't be; null where it was done.</returns>
    public string? Change(IReadOnlyList<Direction> directions, string name, double value)
    {
        (string known, string unit, double most) = Array.Find(Shown, one => one.Name == name);
        if (known is null || !(value >= 0 && value <= most))
        {
            return known is null
                ? $"\"{name}\" is no slider" : $"{name}: from 0 to {most} {unit}";
        }

        lock (_gate)
        {
            try
            {
                Apply(directions, KindOf(name), value, unit);
            }
            catch (Exception refused) when (
                refused is NotSupportedException or FormatException or ArgumentException)
            {
                return refused.Message;
            }

            foreach (Direction direction in directions)
            {
                _values[(direction, name)] = value;
            }
        }

        return null;
    }

    void Apply(
        IReadOnlyList<Direction> directions, ImpairmentKind kind, double value, string unit)
    {
        LinkChange change = LinkChange.Parse(
            $"both: {kind.Name} {(value > 0 ? Written(value, unit) : "off")}");
        foreach (Way way in links.Where(one => kind.ActsOn(one.Transport)))
        {
            foreach (Direction direction in directions)
            {
                way.Link.Change(direction, change.Apply(
                    direction, way.Link.Impairments(direction), way.Transport));
            }
        }
    }

    LinkSlider SliderOf((string Name, string Unit, double Most) one)
    {
        ImpairmentKind kind = KindOf(one.Name);
        return new LinkSlider(
            one.Name, one.Unit, one.Most,
            ToServer: _values.GetValueOrDefault((Direction.ToServer, one.Name)),
            ToClient: _values.GetValueOrDefault((Direction.ToClient, one.Name)),
            Transports: [.. links.Select(way => way.Transport).Where(kind.ActsOn)],
            kind.Help);
    }

    // A line for each link that does something; that for datagrams where none does.
    string Command()
    {
        IEnumerable<string> lines =
            from way in links
            let options = string.Concat(Shown.Where(one => KindOf(one.Name).ActsOn(way.Transport))
                .SelectMany(OptionsOf))
            let scheme = way.Transport == Transport.Udp ? "udp" : "tcp"
            let line = $"doorway link {scheme}://localhost:{way.Link.Local.Port} "
                + $"{scheme}://localhost:{way.Server}{options}"
            orderby options.Length > 0 descending
            select options.Length > 0 ? line : $"{line}\0";
        string[] all = [.. lines];
        return string.Join('\n', all.Where(line => line[^1] != '\0').DefaultIfEmpty(
            all[0].TrimEnd('\0')));
    }

    IEnumerable<string> OptionsOf((string Name, string Unit, double Most) one)
    {
        double[] values = Array.ConvertAll(
            Directions, way => _values.GetValueOrDefault((way, one.Name)));
        if (values[0] == values[1])
        {
            return values[0] > 0
                ? [$" --{one.Name} both:{Written(values[0], one.Unit)}"] : [];
        }

        return Directions.Where(way => values[(int)way] > 0).Select(way =>
            $" --{one.Name} {(way == Direction.ToServer ? "" : "to-client:")}"
            + Written(values[(int)way], one.Unit));
    }

    static string Written(double value, string unit) =>
        value.ToString("0.###", CultureInfo.InvariantCulture) + unit;

    static ImpairmentKind KindOf(string name) =>
        ImpairmentSet.Kinds.First(kind => kind.Name == name);
}

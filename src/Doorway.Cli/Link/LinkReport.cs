using System.Reflection;
using System.Text.Json;
using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Links;

/// <summary>
/// What a link stands between and what it did, as lines on standard error and as JSON.
/// </summary>
/// <param name="link">The link.</param>
/// <param name="listen">Where clients come, with the real port.</param>
/// <param name="target">The server.</param>
/// <param name="seed">What a run needs to be repeated.</param>
sealed class LinkReport(Doorway.Link link, Address listen, Address target, ulong seed)
{
    /// <summary>Both directions, in the order in which they are reported.</summary>
    public static IReadOnlyList<Direction> Directions { get; } =
        [Direction.ToServer, Direction.ToClient];

    /// <summary>A direction as JSON names it: <c>toServer</c>.</summary>
    public static string Name(Direction direction) =>
        direction == Direction.ToServer ? "toServer" : "toClient";

    /// <summary>A direction as fates write it.</summary>
    public static string Way(Direction direction) =>
        direction == Direction.ToServer ? "client->server" : "server->client";

    /// <summary>Tells that clients may come, and what happens to their messages.</summary>
    public void SayReady(Notices notices, JsonEvents? events)
    {
        notices.Say($"ready: {listen} -> {target}, seed {seed}");
        foreach (Direction way in Directions)
        {
            notices.Say($"{Way(way)}: {link.Impairments(way)}");
        }

        if (listen.IsAnyInterface)
        {
            notices.Say($"{listen} is every interface: whoever reaches this machine may use it");
        }

        events?.Write("ready", json =>
        {
            WriteEnds(json);
            foreach (Direction way in Directions)
            {
                json.WriteString(Name(way), link.Impairments(way).ToString());
            }
        });
    }

    /// <summary>Tells what was done.</summary>
    public void SayStopped(Notices notices, JsonEvents? events)
    {
        foreach (Direction way in Directions)
        {
            notices.Say($"stopped: {Line(way, link.Counts(way))}");
        }

        events?.Write("stopped", Write);
    }

    /// <summary>All of it, as members of a JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        WriteEnds(json);
        foreach (Direction way in Directions)
        {
            Write(json, way, link.Impairments(way), link.Counts(way));
        }
    }

    void WriteEnds(Utf8JsonWriter json)
    {
        json.WriteString("listen", listen.ToString());
        json.WriteString("target", target.ToString());
        json.WriteNumber("seed", seed);
    }

    /// <summary>One direction in a line; what is zero and says nothing is left out.</summary>
    public static string Line(Direction direction, LinkCounts counts)
    {
        var parts = new List<string>
        {
            $"{counts.Received} received",
            $"{counts.Forwarded} forwarded",
        };
        Add(counts.Lost, "lost");
        Add(counts.Duplicated, "duplicated");
        Add(counts.Reordered, "reordered");
        Add(counts.Corrupted, "corrupted");
        Add(counts.Delayed, "delayed");
        Add(counts.Waiting, "never sent on");
        Add(counts.NotSent, "not sent");
        Add(counts.DroppedByQueue, "dropped by the queue");
        Add(counts.SegmentsDropped, "segments dropped");
        Add(counts.SegmentsRetransmitted, "segments sent again");
        Add(counts.DroppedByKernel, "dropped by the kernel before they were received");
        return $"{Way(direction)}: {string.Join(", ", parts)}";

        void Add(long count, string words)
        {
            if (count > 0)
            {
                parts.Add($"{count} {words}");
            }
        }
    }

    static void Write(
        Utf8JsonWriter json, Direction direction, ImpairmentSet impairments, LinkCounts counts)
    {
        json.WriteStartObject(Name(direction));
        json.WriteString("impairments", impairments.ToString());
        foreach (PropertyInfo count in typeof(LinkCounts).GetProperties())
        {
            json.WriteNumber(
                JsonNamingPolicy.CamelCase.ConvertName(count.Name), (long)count.GetValue(counts)!);
        }

        json.WriteEndObject();
    }
}

using System.Reflection;
using System.Text.Json;

namespace Doorway.Cli.Reports;

/// <summary>A server's counters, as the line printed at the end and as JSON.</summary>
static class CounterReport
{
    /// <summary>One line in words; what is zero and says nothing is left out.</summary>
    public static string Line(Counters counters)
    {
        var parts = new List<string>();
        Add(counters.Accepted, "connections");
        Add(counters.RefusedAtCap + counters.RefusedPerSource, "refused");
        Add(counters.Failed, "broken by the peer");
        Add(counters.ClosedIdle, "closed idle");
        Add(counters.ClosedStalled, "closed unread");
        Add(counters.BytesReceived, "bytes in");
        Add(counters.BytesSent, "bytes out");
        Add(counters.DatagramsReceived, "datagrams");
        Add(counters.DatagramsAnswered, "answered");
        Add(counters.DroppedOverRate, "dropped over the rate");
        Add(counters.DroppedAsLoop, "dropped as a loop");
        Add(counters.DroppedSourcePort, "dropped for their source port");
        Add(counters.DroppedTruncated, "dropped as cut");
        Add(counters.DroppedAnswerTooLarge, "dropped for the answer's length");
        Add(counters.DroppedNoAddress, "dropped without an address");
        Add(counters.DroppedNotSent, "answers not sent");
        Add(counters.DroppedByKernel, "dropped by the kernel");
        return parts.Count == 0 ? "nobody came" : string.Join(", ", parts);

        void Add(long count, string words)
        {
            if (count > 0)
            {
                parts.Add($"{count} {words}");
            }
        }
    }

    /// <summary>Every counter, as members of a JSON object.</summary>
    public static void Write(Utf8JsonWriter json, Counters counters)
    {
        foreach (PropertyInfo counter in typeof(Counters).GetProperties())
        {
            json.WriteNumber(
                JsonNamingPolicy.CamelCase.ConvertName(counter.Name),
                (long)counter.GetValue(counters)!);
        }
    }
}

using System.Text.Json;

namespace Doorway.Tests.Command;

/// <summary>A server's counters, as it writes them at its end.</summary>
static class Counter
{
    public static long Of(this JsonElement counters, string name) =>
        counters.GetProperty(name).GetInt64();
}

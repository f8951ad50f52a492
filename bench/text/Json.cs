using System.Runtime.InteropServices;
using System.Text.Json;
using Doorway.Bench.Text.Peers;

namespace Doorway.Bench.Text;

/// <summary>Every round of every peer, for another program.</summary>
static class Json
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    internal static void Write(string file, List<Measurement> measured, List<Peer> peers)
    {
        var document = new
        {
            date = DateTime.UtcNow,
            processors = Environment.ProcessorCount,
            processor = Table.Processor(),
            runtime = RuntimeInformation.FrameworkDescription,
            unit = "bytes per second, by round",
            fullMapping = peers.Where(peer => peer.IsFull).Select(peer => peer.Name),
            measurements = measured.Select(each => new
            {
                text = each.Language,
                bytes = each.Size,
                rates = each.Rates.ToDictionary(
                    rate => rate.Key, rate => rate.Value.Select(value => (long)value)),
            }),
        };
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, JsonSerializer.Serialize(document, Indented));
        Console.Error.WriteLine($"The numbers are in {file}.");
    }
}

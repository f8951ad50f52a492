using System.Globalization;
using System.Runtime.InteropServices;
using Doorway.Bench.Text.Peers;

namespace Doorway.Bench.Text;

/// <summary>The numbers as a Markdown table, a row as soon as it is known.</summary>
static class Table
{
    internal static void WriteHead(List<Peer> peers)
    {
        Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} processors "
            + $"({Processor()}), {RuntimeInformation.FrameworkDescription}");
        Console.WriteLine();
        string[] heads =
        [
            "text", "bytes", .. peers.Select(peer => peer.Name),
            "to memcpy", "to the best full mapping", "to .NET",
        ];
        Console.WriteLine($"| {string.Join(" | ", heads)} |");
        Console.WriteLine($"|---|{string.Concat(heads[1..].Select(_ => "---:|"))}");
    }

    internal static void WriteRow(Measurement measured, List<Peer> peers)
    {
        string[] full =
            [.. peers.Where(peer => peer.IsFull && peer is not DoorwayPeer).Select(p => p.Name)];
        string[] cells =
        [
            measured.Language, Bytes(measured.Size),
            .. peers.Select(peer => Rate(measured, peer.Name)),
            Ratio(measured, MemcpyPeer.Called), Ratio(measured, full),
            Ratio(measured, DotNetPeer.Called),
        ];
        Console.WriteLine($"| {string.Join(" | ", cells)} |");
    }

    static string Rate(Measurement measured, string peer) =>
        measured.Rates.ContainsKey(peer) ? Number(measured.Rate(peer).Median / 1e9) : "";

    // The middle half of the rounds stands in brackets.
    static string Ratio(Measurement measured, params string[] others)
    {
        if (others.Length == 0) return "";
        Spread ratio = measured.Ratio(others);
        return $"{Number(ratio.Median)} [{Number(ratio.Low)}, {Number(ratio.High)}]";
    }

    static string Number(double value) => value.ToString(
        value >= 100 ? "F0" : value >= 10 ? "F1" : "F2", CultureInfo.InvariantCulture);

    static string Bytes(int size) =>
        size < 1 << 10 ? $"{size}" : size < 1 << 20 ? $"{size >> 10} Ki" : $"{size >> 20} Mi";

    internal static string Processor()
    {
        const string Models = "/proc/cpuinfo", Model = "model name";
        string? line = File.Exists(Models)
            ? File.ReadLines(Models).FirstOrDefault(
                line => line.StartsWith(Model, StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim()
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}

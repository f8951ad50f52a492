using Doorway.Watch;

namespace Doorway.Cli.Watching;

/// <summary>What programs print, line by line: many print a line in pieces.</summary>
sealed class LadderPrints
{
    const int Most = 4_096;

    readonly Dictionary<int, (DateTime Time, List<byte> Bytes)> _printed = [];

    /// <summary>Who has printed something that is still kept.</summary>
    public IEnumerable<int> Processes => [.. _printed.Keys];

    /// <summary>Keeps a piece.</summary>
    /// <returns>Whether there is a line to be taken.</returns>
    public bool Add(OutputEvent output)
    {
        if (!_printed.TryGetValue(output.Process, out (DateTime Time, List<byte> Bytes) printed))
        {
            printed = _printed[output.Process] = (output.Time, []);
        }

        printed.Bytes.AddRange(output.Bytes.Span);
        return printed.Bytes.Contains((byte)'\n') || printed.Bytes.Count > Most;
    }

    /// <summary>What a process has printed, and when it began; null for nothing.</summary>
    public (DateTime Time, byte[] Bytes)? Take(int process) =>
        _printed.Remove(process, out (DateTime Time, List<byte> Bytes) printed)
            ? (printed.Time, [.. printed.Bytes]) : null;
}

using Doorway.Bench.Text.Peers;

namespace Doorway.Bench.Text;

/// <summary>
/// What was measured of one language at one size: each peer's bytes a second, round by round. In
/// a round every peer has a slice of time, one after another, so what disturbs a round disturbs
/// all; a ratio is one of the same round.
/// </summary>
sealed class Measurement
{
    readonly Dictionary<string, double[]> _rates;

    Measurement(Language language, int size, Dictionary<string, double[]> rates)
    {
        Language = language.Name;
        Size = size;
        _rates = rates;
    }

    internal string Language { get; }

    internal int Size { get; }

    internal IReadOnlyDictionary<string, double[]> Rates => _rates;

    internal static Measurement Of(
        Language language, int size, IReadOnlyList<Peer> peers, int rounds, TimeSpan slice)
    {
        Pieces pieces = new(language, size);
        foreach (Peer peer in peers) peer.Take(pieces);
        int[] turns = [.. peers.Select(peer => WarmUp(peer, slice))];
        var rates = peers.ToDictionary(peer => peer.Name, _ => new double[rounds]);
        for (int round = 0; round < rounds; round++)
            for (int i = 0; i < peers.Count; i++)
                rates[peers[i].Name][round] =
                    (double)pieces.Bytes * turns[i] / peers[i].Turns(turns[i]);
        return new Measurement(language, size, rates);
    }

    internal Spread Rate(string peer) => Spread.Of(_rates[peer]);

    /// <summary>Doorway's speed, divided by that of the fastest of the others each round.</summary>
    internal Spread Ratio(params string[] others) => Spread.Of(
        _rates[DoorwayPeer.Called].Select(
            (rate, round) => rate / others.Max(other => _rates[other][round])));

    // Tiered code has to settle; then as many turns as fill a slice.
    static int WarmUp(Peer peer, TimeSpan slice)
    {
        int turns = 1;
        double seconds = peer.Turns(turns);
        for (double spent = seconds; spent < 2 * slice.TotalSeconds; spent += seconds)
        {
            if (seconds < slice.TotalSeconds / 2) turns *= 2;
            seconds = peer.Turns(turns);
        }

        return Math.Max(1, (int)(turns * slice.TotalSeconds / seconds));
    }
}

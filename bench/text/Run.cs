using Doorway.Bench.Text.Peers;

namespace Doorway.Bench.Text;

/// <summary>One run: every peer, every language, every size.</summary>
static class Run
{
    const int Checked = 64 << 10;

    static readonly int[] Sizes = [64, 1 << 10, 64 << 10, 1 << 20, 64 << 20];

    /// <returns>The exit code: 1 where a peer's answer isn't ours.</returns>
    internal static int All(Options options)
    {
        List<Peer> peers = [.. Start(options)];
        try
        {
            Settle(peers);
            Table.WriteHead(peers);
            List<Measurement> measured = [];
            foreach (Language language in options.Languages)
            {
                if (!Agree(language, peers)) return 1;
                foreach (int size in options.Quick ? Sizes[..3] : Sizes)
                {
                    measured.Add(Measure(options, language, size, peers));
                    Table.WriteRow(measured[^1], peers);
                }
            }

            if (options.Json is string file) Json.Write(file, measured, peers);
            return 0;
        }
        finally
        {
            foreach (Peer peer in peers) peer.Dispose();
        }
    }

    static Measurement Measure(
        Options options, Language language, int size, List<Peer> peers)
    {
        bool english = language.Name == "English";
        Peer[] able = [.. peers.Where(peer => english || !peer.IsAsciiOnly)];
        return options.Quick
            ? Measurement.Of(language, size, able, 3, TimeSpan.FromMilliseconds(1))
            : Measurement.Of(language, size, able, 7, TimeSpan.FromMilliseconds(6));
    }

    static IEnumerable<Peer> Start(Options options)
    {
        string rust = Path.GetFullPath(Path.Combine(options.Peers, "libupper.so"));
        string python = Path.GetFullPath(Path.Combine(options.Peers, "upper.py"));
        yield return new DoorwayPeer();
        yield return new MemcpyPeer();
        yield return new VectorCopyPeer();
        yield return new AsciiPeer();
        yield return new DotNetPeer();
        if (IcuPeer.IsPresent) yield return new IcuPeer();
        else Missing("ICU", "apt-get install libicu72");
        if (File.Exists(rust)) yield return new RustPeer(rust);
        else Missing("Rust", "apt-get install rustc, or rustup.rs");
        if (PythonPeer.IsPresent(python)) yield return new PythonPeer(python);
        else Missing("CPython", "apt-get install python3");
    }

    static void Missing(string peer, string remedy) =>
        Console.Error.WriteLine($"{peer} is missing and left out; to have it: {remedy}");

    // The runtime compiles what is called often twice more, in the background, when little else
    // has been new for a tenth of a second.
    static void Settle(List<Peer> peers)
    {
        for (int time = 0; time < 6; time++)
        {
            foreach (Language language in Language.All)
            {
                Pieces pieces = new(language, 1 << 10);
                foreach (Peer peer in peers)
                {
                    peer.Take(pieces);
                    for (int turn = 0; turn < 10; turn++) peer.Turns(1);
                }
            }

            Thread.Sleep(250);
        }
    }

    static bool Agree(Language language, List<Peer> peers)
    {
        byte[] text = language.Write(Checked), ours = peers[0].Upper(text);
        foreach (Peer peer in peers.Where(peer => peer.IsFull))
        {
            if (peer.Upper(text).AsSpan().SequenceEqual(ours)) continue;
            Console.Error.WriteLine($"{peer.Name}'s {language.Name} differs from Doorway's.");
            return false;
        }

        return true;
    }
}

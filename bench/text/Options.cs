namespace Doorway.Bench.Text;

/// <summary>The command line.</summary>
sealed record Options(
    bool Quick, string? Json, string Peers, IReadOnlyList<Language> Languages)
{
    internal const string Usage = """
        bench/text/run [--quick] [--json FILE] [--languages NAME,...]

        --quick       a smoke test: fewer sizes and rounds, no number to rely on
        --json        where the numbers go (default: out/bench/text.json)
        --languages   of English, German, Greek, Russian, Turkish, Chinese, Hindi, Emoji, Mixed
        """;

    /// <summary>Null where it is wrong.</summary>
    internal static Options? Parse(string[] args)
    {
        Options options = new(false, null, "out/bench", Language.All);
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--quick") options = options with { Quick = true };
            else if (i + 1 == args.Length) return null;
            else if (args[i] == "--json") options = options with { Json = args[++i] };
            else if (args[i] == "--peers") options = options with { Peers = args[++i] };
            else if (args[i] == "--languages")
            {
                string[] names = args[++i].Split(',');
                options = options with
                {
                    Languages = [.. Language.All.Where(each => names.Contains(each.Name))],
                };
                if (options.Languages.Count != names.Length) return null;
            }
            else return null;
        }

        return options;
    }
}

using System.Text;

namespace Doorway.Bench.Text;

/// <summary>
/// A language's sentences, put together by chance. A file of texts/ has four groups of phrases; a
/// sentence is one phrase of each, so ten phrases a group make ten thousand sentences.
/// </summary>
sealed class Language
{
    const string Mixture = "Mixed";

    static readonly string[] Files =
        ["English", "German", "Greek", "Russian", "Turkish", "Chinese", "Hindi", "Emoji"];

    readonly string[][][] _sources;

    Language(string name, string[][][] sources)
    {
        Name = name;
        _sources = sources;
    }

    internal string Name { get; }

    /// <summary>Every language, and last their mixture, sentence by sentence.</summary>
    internal static IReadOnlyList<Language> All { get; } = Read();

    /// <summary>
    /// At least so many bytes of sentences, and at most a sentence more; always the same ones.
    /// </summary>
    internal byte[] Write(int bytes)
    {
        Random chance = new(Seed: 1);
        StringBuilder text = new();
        for (int written = 0; written < bytes;)
        {
            int start = text.Length;
            string[][] source = _sources[chance.Next(_sources.Length)];
            string space = source[0][0].EndsWith('，') ? "" : " ";
            text.AppendJoin(space, source.Select(group => group[chance.Next(group.Length)]));
            text.Append(chance.Next(6) == 0 ? "\n" : space);
            written += Encoding.UTF8.GetByteCount(text.ToString(start, text.Length - start));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    static List<Language> Read()
    {
        string[][][] sources = [.. Files.Select(Groups)];
        return
        [
            .. Files.Select((name, i) => new Language(name, [sources[i]])),
            new Language(Mixture, sources),
        ];
    }

    static string[][] Groups(string name)
    {
        using Stream file = typeof(Language).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(file);
        return [.. reader.ReadToEnd().Split("\n\n").Select(group =>
            group.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
    }
}

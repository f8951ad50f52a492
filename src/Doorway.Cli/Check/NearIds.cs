using Doorway.Check;

namespace Doorway.Cli.Checks;

/// <summary>The ids that somebody may have meant who wrote one that is none.</summary>
static class NearIds
{
    const int Most = 3;

    /// <summary>The nearest, the best first; none where nothing is near.</summary>
    public static IReadOnlyList<string> Of(string word) =>
        [.. Suite.Cases.Select(one => one.Id)
            .Select(id => (id, far: Distance(word, id)))
            .Where(near => near.far <= Math.Max(2, word.Length / 3))
            .OrderBy(near => near.far).ThenBy(near => near.id, StringComparer.Ordinal)
            .Select(near => near.id).Take(Most)];

    /// <summary>A question for the end of a failure; empty where nothing is near.</summary>
    public static string Hint(string word) =>
        Of(word) is { Count: > 0 } near ? $"; is it {string.Join(" or ", near)}?" : "";

    // Levenshtein's; to leave out the beginning of an id costs one step.
    static int Distance(string word, string id)
    {
        int last = id.LastIndexOf('/') + 1;
        int whole = Edits(word, id);
        return last == 0 ? whole : Math.Min(whole, 1 + Edits(word, id[last..]));
    }

    static int Edits(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}

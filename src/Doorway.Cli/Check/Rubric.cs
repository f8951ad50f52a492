using System.Text.Json;
using Doorway.Check;

namespace Doorway.Cli.Checks;

/// <summary>
/// What each case is worth to a teacher, and who sees it: <c>--rubric FILE</c>, a JSON document.
/// </summary>
sealed class Rubric
{
    static readonly string[] Visibilities =
        ["visible", "hidden", "after_due_date", "after_published"];

    readonly Dictionary<string, double> _weights = new()
    {
        ["MUST"] = 1,
        ["SHOULD"] = 0.5,
        ["NOTE"] = 0,
    };

    readonly Dictionary<string, string> _visibility = [];

    /// <summary>A MUST is worth 1, a SHOULD 0.5, a NOTE nothing; all is visible.</summary>
    public static Rubric Default { get; } = new();

    /// <summary>What the whole is worth; null for the sum of all weights.</summary>
    public double? Points { get; private set; }

    /// <summary>What a case is worth, before <see cref="Points"/> scale it.</summary>
    public double Weight(string id, CheckLevel level) => _weights[
        Nearest(_weights.Keys, id) ?? CheckWords.Of(level)];

    /// <summary>Who sees a case, in Gradescope's words.</summary>
    public string Visibility(string id, CheckLevel level)
    {
        string key = Nearest(_visibility.Keys, id) ?? CheckWords.Of(level);
        return _visibility.GetValueOrDefault(key, Visibilities[0]);
    }

    /// <summary>Reads a rubric.</summary>
    /// <exception cref="UsageException">It can't be read, or is none.</exception>
    public static Rubric Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                File.ReadAllBytes(path), new JsonDocumentOptions
                {
                    CommentHandling = JsonCommentHandling.Skip,
                    AllowTrailingCommas = true,
                });
            return Of(document.RootElement);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException
            or ArgumentException or JsonException or FormatException)
        {
            throw new UsageException($"--rubric {path}: {failure.Message.TrimEnd('.')}");
        }
    }

    static Rubric Of(JsonElement root)
    {
        var rubric = new Rubric();
        foreach (JsonProperty member in Members(root, "the rubric"))
        {
            switch (member.Name)
            {
                case "points":
                    rubric.Points = Number(member);
                    break;
                case "weights":
                    foreach (JsonProperty weight in Members(member.Value, "weights"))
                    {
                        rubric._weights[Key(weight.Name)] = Number(weight);
                    }

                    break;
                case "visibility":
                    foreach (JsonProperty entry in Members(member.Value, "visibility"))
                    {
                        rubric._visibility[Key(entry.Name)] = Word(entry);
                    }

                    break;
                default:
                    throw new FormatException(
                        $"\"{member.Name}\" is none of points, weights, visibility");
            }
        }

        return rubric;
    }

    static JsonElement.ObjectEnumerator Members(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject() : throw new FormatException($"{name} is no JSON object");

    // A level, an id or how some ids begin: a key that fits nothing is a mistake, not a wish.
    static string Key(string name) =>
        Enum.GetValues<CheckLevel>().Any(level => CheckWords.Of(level) == name)
        || Suite.Cases.Any(one => IsFor(name, one.Id))
            ? name
            : throw new FormatException(
                $"\"{name}\" is no level, no id and no beginning of one; near it: "
                + string.Join(", ", Suite.Near(name)));

    static double Number(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.Number
        && member.Value.TryGetDouble(out double value)
        && value is >= 0 and <= 1e9
            ? value : throw new FormatException($"\"{member.Name}\" is not a number from 0");

    static string Word(JsonProperty member)
    {
        string? word = member.Value.ValueKind == JsonValueKind.String
            ? member.Value.GetString() : null;
        return Array.IndexOf(Visibilities, word) >= 0
            ? word!
            : throw new FormatException(
                $"\"{member.Name}\": visibility is one of {string.Join(", ", Visibilities)}");
    }

    static string? Nearest(IEnumerable<string> keys, string id) =>
        keys.Where(key => IsFor(key, id)).MaxBy(key => key.Length);

    static bool IsFor(string key, string id) => id.StartsWith(key, StringComparison.Ordinal);
}

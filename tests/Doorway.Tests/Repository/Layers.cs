using System.Text.RegularExpressions;
using Doorway.Tests.Command;

namespace Doorway.Tests.Repository;

/// <summary>
/// What may depend on what inside the library. A layer is a folder under src/Doorway, or a list of
/// files at its root.
/// </summary>
static partial class Layers
{
    const string Vocabulary = "vocabulary", Address = "address", Journal = "journal", Text = "text",
        Services = "services", Core = "core", Conversations = "conversations", Tools = "tools";

    /// <summary>Each layer, and those it may use beside itself and the vocabulary.</summary>
    public static IReadOnlyDictionary<string, string[]> MayUse { get; } =
        new Dictionary<string, string[]>
        {
            [Vocabulary] = [],
            [Address] = [],
            [Journal] = [],
            [Text] = [],
            [Services] = [Text],
            [Core] = [Services, Text, Address, Journal],
            [Conversations] = [Core, Services, Text, Address, Journal],
            [Tools] = [Conversations, Core, Services, Text, Address, Journal],
        };

    /// <summary>Files at the root and exceptions in a folder come first, then folders.</summary>
    static readonly (string Pattern, string Layer)[] Places =
    [
        (@"^Transport\.cs$", Vocabulary),
        (@"^(Address\w*|ServiceNames)\.cs$", Address),
        (@"^IService\.cs$", Services),
        (@"^(Server\w*|Binding|ListenException|Counters|Limits)\.cs$", Core),
        (@"^(\w*Session|Conversation\w*|Connection\w*)\.cs$", Core),
        (@"^(Engine|IStreamSocket|Datagram(Socket|Responder|Poll|Port))\.cs$", Core),
        (@"^(OpenSessions|OutgoingQueue|SmallLock|SweepTimer)\.cs$", Core),
        (@"^(IterativeTurns|LocalAddresses|LoopGuard|OpenFileLimit|Ticks|TokenBuckets)\.cs$", Core),
        // They speak unprompted or keep state, so they hold a connection; a pure one never does.
        (@"^Services/(Greeting|Chat|Exec|Program)\w*\.cs$", Conversations),
        ("^Services/", Services),
        ("^Text/", Text),
        ("^Journal/", Journal),
        ("^Engines/", Core),
        ("^(Check|Frames|Link|Load|Watch)/", Tools),
    ];

    /// <summary>The layer of a type by the file that declares it; null when it has none.</summary>
    public static string? Of(Type type) =>
        FilesByType.Value.TryGetValue(NameOf(type), out string? file)
            ? Places.FirstOrDefault(place => Regex.IsMatch(file, place.Pattern)).Layer
            : null;

    /// <summary>The file that declares a type, relative to src/Doorway.</summary>
    public static string FileOf(Type type) =>
        FilesByType.Value.GetValueOrDefault(NameOf(type), "a generated file");

    static readonly Lazy<Dictionary<string, string>> FilesByType = new(() =>
    {
        string root = Path.Combine(Programs.Repository, "src", "Doorway");
        var files = new Dictionary<string, string>();
        foreach (string path in SourceFiles.All("src/Doorway"))
        {
            string text = File.ReadAllText(path);
            string space = Namespace().Match(text).Groups["name"].Value;
            foreach (Match match in Declaration().Matches(text))
                files[$"{space}.{match.Groups["name"].Value}"] = Path.GetRelativePath(root, path);
        }
        return files;
    });

    static string NameOf(Type type) => $"{type.Namespace}.{type.Name.Split('`')[0]}";

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    // Namespaces are file-scoped, so that a top-level type starts at the first column.
    [GeneratedRegex(@"^(?!using|namespace)([a-z][a-z ]* )?(class|struct|interface|enum|" +
        @"record struct|record|delegate [^\s(]+) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}

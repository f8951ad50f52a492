using System.Reflection;

namespace Doorway.Cli.Watching;

/// <summary>The page's files, which are part of the program.</summary>
static class PageFiles
{
    const string Folder = "watch/";

    static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    /// <summary>A file's bytes and media type; null where there is none of that name.</summary>
    public static (byte[] Bytes, string Type)? Find(string name)
    {
        if (!Types.TryGetValue(Path.GetExtension(name), out string? type))
        {
            return null;
        }

        using Stream? file =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + name);
        if (file is null)
        {
            return null;
        }

        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return (bytes, type);
    }
}

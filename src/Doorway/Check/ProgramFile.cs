using System.Security.Cryptography;
using System.Text;

namespace Doorway.Check;

/// <summary>What a program is written in, told by its own file.</summary>
static class ProgramFile
{
    const int MostScanned = 128 * 1024 * 1024;
    const int Chunk = 1024 * 1024;
    const int MostOfScript = 64 * 1024;

    static readonly string[] Compiled = [".c", ".cpp", ".cc", ".go", ".rs", ".cs"];
    static readonly string[] Sources = [.. Compiled, ".py", ".java", ".js", ".mjs"];
    static readonly string[] Installed =
        ["/usr/bin/", "/usr/sbin/", "/usr/lib/", "/usr/local/bin/", "/bin/", "/sbin/"];

    // In every host of a .NET program, and in a single file; in a program compiled ahead of time.
    // (The marks are put together here: our own file would hold them otherwise.)
    static readonly (byte[] Mark, Language Language)[] Marks =
    [
        (SHA256.HashData(".net core bundle\n"u8), Language.CSharp),
        (Encoding.Latin1.GetBytes("__managedcode"), Language.CSharp),
        (Encoding.Latin1.GetBytes("\u00ff Go buildinf:"), Language.Go),
        (Encoding.Latin1.GetBytes("/rustc/"), Language.Rust),
        (Encoding.Latin1.GetBytes("rust_panic"), Language.Rust),
    ];

    /// <summary>
    /// The language; unknown where the file does not show it, can't be read, or is an installed
    /// program that starts another.
    /// </summary>
    public static Language LanguageOf(string path)
    {
        try
        {
            path = Path.GetFullPath(path);
            if (Installed.Any(folder => path.StartsWith(folder)) || Directory.Exists(path))
            {
                return Language.Unknown;
            }

            // A pipe has no length, and might never be opened.
            if (new FileInfo(path) is not { Exists: true, Length: > 0 })
            {
                return Beside(path, Sources);
            }

            using FileStream file = File.OpenRead(path);
            Span<byte> head = stackalloc byte[4];
            int length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            file.Position = 0;
            return head[..length] switch
            {
                [0x7f, (byte)'E', (byte)'L', (byte)'F'] => OfElf(file, path),
                [(byte)'#', (byte)'!', ..] => OfScript(file, path),
                _ => Language.Unknown,
            };
        }
        catch (Exception unreadable) when (
            unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Language.Unknown;
        }
    }

    static Language OfElf(FileStream file, string path)
    {
        int overlap = Marks.Max(one => one.Mark.Length) - 1;
        byte[] buffer = new byte[Chunk];
        int kept = 0;
        for (long scanned = 0; scanned < MostScanned;)
        {
            int count = file.Read(buffer, kept, buffer.Length - kept);
            if (count == 0)
            {
                break;
            }

            scanned += count;
            Span<byte> seen = buffer.AsSpan(0, kept + count);
            foreach ((byte[] mark, Language language) in Marks)
            {
                if (seen.IndexOf(mark) >= 0)
                {
                    return language;
                }
            }

            kept = Math.Min(overlap, seen.Length);
            seen[^kept..].CopyTo(buffer);
        }

        Language beside = Beside(path, Compiled);
        return beside == Language.Unknown ? Language.C : beside;
    }

    static Language OfScript(FileStream file, string path)
    {
        byte[] buffer = new byte[MostOfScript];
        int length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        string[] lines = Encoding.UTF8.GetString(buffer, 0, length).Split('\n');
        string[] interpreter = Words(lines[0][2..]);
        Language language = Languages.OfWords(interpreter);
        return language != Language.Unknown ? language
            : interpreter.Any(word => word.EndsWith("sh")) ? OfCommands(lines[1..], path)
            : Beside(path, Sources);
    }

    // The last command counts: what is run comes after what is compiled.
    static Language OfCommands(string[] lines, string path)
    {
        Language last = lines.Where(line => !line.TrimStart().StartsWith('#'))
            .SelectMany(line => line.Split([';', '&', '|', '(', ')']))
            .Select(Words)
            .Where(words => words is not [] and not ["echo" or "printf" or "cd" or "rm", ..])
            .Select(words => Languages.OfWords(words))
            .LastOrDefault(language => language != Language.Unknown);
        return last == Language.Unknown ? Beside(path, Sources) : last;
    }

    static string[] Words(string line) => [.. line
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .Select(word => word.Trim('"', '\''))];

    // Two sources of one name leave it open.
    static Language Beside(string path, string[] endings)
    {
        string[] found = [.. endings.Where(ending => File.Exists(path + ending))];
        return found.Length == 1 ? Languages.OfWords([path + found[0]]) : Language.Unknown;
    }
}

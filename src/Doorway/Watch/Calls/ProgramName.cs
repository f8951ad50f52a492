using System.Globalization;
using Doorway.Check;

namespace Doorway.Watch.Calls;

/// <summary>What a process is called: its command, without the folders of its files.</summary>
static class ProgramName
{
    const int Most = 80;

    /// <summary>That of a command.</summary>
    public static string Of(IEnumerable<string> command)
    {
        string name = string.Join(' ', command.Select(
            word => word.Length > 1 && word.Contains('/', StringComparison.Ordinal)
                ? Path.GetFileName(word.TrimEnd('/')) : word));
        return name.Length <= Most ? name : name[..Most] + "...";
    }

    /// <summary>That of what strace(1) writes of execve(2): <c>["python3", "server.py"]</c>.
    /// </summary>
    public static string Of(ReadOnlySpan<byte> words)
    {
        var command = new List<string>();
        ReadOnlySpan<byte> rest = StraceSyntax.Inside(words);
        while (command.Count < Most && StraceSyntax.Next(ref rest, out ReadOnlySpan<byte> word))
        {
            command.Add(StraceSyntax.Text(word));
        }

        return Of(command);
    }

    /// <summary>That of a process that runs (proc(5)).</summary>
    public static string OfRunning(int process)
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        string[] words = ProcFolder.Text($"{folder}/cmdline")
            .Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 ? Of(words) : ProcFolder.Text($"{folder}/comm").Trim();
    }
}

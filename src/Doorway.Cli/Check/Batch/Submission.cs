using Doorway.Cli.Terminal;
using Doorway.Services;

namespace Doorway.Cli.Checks.Batch;

/// <summary>One program of a batch: an entry of the folder.</summary>
/// <param name="Name">What the entry is called.</param>
/// <param name="Path">Where it is, from the root.</param>
sealed record Submission(string Name, string Path)
{
    /// <summary>What stands for a submission in <c>--run</c>.</summary>
    public const string Place = "{}";

    /// <summary>The folder that the program runs in: its own.</summary>
    public string Folder => Directory.Exists(Path) ? Path : System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>
    /// The command for this submission. The place is filled in after the command was split into
    /// words, so a blank or a quote in a name stays one word and means nothing.
    /// </summary>
    public string Command(string run) => ShellWords.Join(CommandLine.Split(run)
        .Select(word => word.Replace(Place, Path, StringComparison.Ordinal)));

    /// <summary>
    /// The submissions in a folder, by name: its folders where the command goes on behind the
    /// place (<c>{}/server.py</c>), else every entry. Hidden ones are none.
    /// </summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static IReadOnlyList<Submission> In(string folder, string run)
    {
        bool areFolders = run.Contains($"{Place}/", StringComparison.Ordinal);
        try
        {
            Submission[] found = [.. from path in areFolders
                                     ? Directory.GetDirectories(folder)
                                     : Directory.GetFileSystemEntries(folder)
                                     let name = System.IO.Path.GetFileName(path)
                                     where !name.StartsWith('.')
                                     orderby name
                                     select new Submission(
                                         name, System.IO.Path.GetFullPath(path))];
            return found.Length > 0 ? found : throw new UsageException(
                $"{folder}: there is no {(areFolders ? "folder" : "file or folder")} in it");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{folder}: {failure.Message.TrimEnd('.')}");
        }
    }
}

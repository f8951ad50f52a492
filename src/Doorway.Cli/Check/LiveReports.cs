using System.Text;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Checks;

/// <summary>
/// The files that reports go to, written anew with every result. Whatever ends Doorway, a report of
/// each kind stays, marked as incomplete.
/// </summary>
sealed class LiveReports
{
    readonly List<(string Path, Action<CheckSheet, Stream> Write)> _files = [];

    /// <summary>Whether there is any.</summary>
    public bool IsAny => _files.Count > 0;

    /// <summary>Adds a file; a null path is none.</summary>
    public void Add(string? path, Action<CheckSheet, Stream> write)
    {
        if (path is not null)
        {
            _files.Add((path, write));
        }
    }

    /// <summary>The text, as on a screen without colour.</summary>
    public static void WriteText(CheckSheet sheet, Stream output)
    {
        using var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        text.NewLine = "\n";
        CheckText.Write(sheet, text, Color.None);
    }

    /// <summary>The JSON document.</summary>
    public static void WriteJson(CheckSheet sheet, Stream output) =>
        CheckJson.Write(sheet, sheet.HasEnded ? sheet.ExitCode : null, output);

    /// <summary>Writes every file once, before there is any result.</summary>
    /// <exception cref="UsageException">One can't be written.</exception>
    public void Begin(CheckSheet sheet)
    {
        foreach ((string path, Action<CheckSheet, Stream> write) in _files)
        {
            try
            {
                LiveFile.Write(path, output => write(sheet, output), sheet.HasEnded);
            }
            catch (Exception failure)
                when (failure is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw new UsageException($"{path}: {failure.Message.TrimEnd('.')}");
            }
        }
    }

    /// <summary>Writes every file anew.</summary>
    /// <exception cref="IOException">The disk is full, or the like.</exception>
    public void Write(CheckSheet sheet)
    {
        foreach ((string path, Action<CheckSheet, Stream> write) in _files)
        {
            LiveFile.Write(path, output => write(sheet, output), sheet.HasEnded);
        }
    }
}

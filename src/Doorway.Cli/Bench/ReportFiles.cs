using System.Text;
using Doorway.Cli.Bench.Html;

namespace Doorway.Cli.Bench;

/// <summary>
/// The files that a report goes to. They are opened before the run: whoever has waited for a
/// minute is not to learn then that a folder is missing.
/// </summary>
sealed class ReportFiles : IDisposable
{
    readonly FileStream? _csv;
    readonly FileStream? _hgrm;
    readonly FileStream? _html;

    /// <summary>Opens those that are asked for; null is none.</summary>
    /// <exception cref="UsageException">One can't be written.</exception>
    public ReportFiles(string? csv, string? hgrm, string? html)
    {
        _csv = Open("--csv", csv);
        _hgrm = Open("--hgrm", hgrm);
        _html = Open("--html", html);
    }

    /// <summary>Writes the report to each.</summary>
    public void Write(BenchOutcome outcome)
    {
        Write(_csv, text => BenchCsv.Write(outcome.Report, text));
        Write(_hgrm, text => HistogramText.Write(outcome.Report.FromPlan, text));
        if (_html is not null)
        {
            Empty(_html);
            ReportPage.Write(outcome, _html);
            _html.Flush();
        }
    }

    static void Write(FileStream? file, Action<TextWriter> write)
    {
        if (file is not null)
        {
            Empty(file);
            using var text = new StreamWriter(file, new UTF8Encoding(false), leaveOpen: true);
            write(text);
        }
    }

    static void Empty(FileStream file)
    {
        // Of a device there is nothing to cut off, and ftruncate(2) refuses.
        if (file.CanSeek && file.Length > 0)
        {
            file.SetLength(0);
        }
    }

    static FileStream? Open(string option, string? path)
    {
        try
        {
            return path is null
                ? null : new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write);
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{option} {path}: {failure.Message.TrimEnd('.')}");
        }
    }

    public void Dispose()
    {
        _csv?.Dispose();
        _hgrm?.Dispose();
        _html?.Dispose();
    }
}

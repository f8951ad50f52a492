namespace Doorway.Cli.Terminal;

/// <summary>
/// What is said on standard error: notices, logs, failures; one line each, never data.
/// </summary>
sealed class Notices(TextWriter error, bool quiet, Color color)
{
    readonly Lock _gate = new();

    /// <summary>The colour of the lines.</summary>
    public Color Color => color;

    /// <summary>A failure, or what must be known: shown even with -q.</summary>
    public void Fail(string line) => Write($"doorway: {color.PaintFailure(line)}");

    /// <summary>A notice; not shown with -q.</summary>
    public void Say(string line)
    {
        if (!quiet)
        {
            Write($"doorway: {line}");
        }
    }

    /// <summary>A line as it is; not shown with -q.</summary>
    public void Plain(string line)
    {
        if (!quiet)
        {
            Write(line);
        }
    }

    void Write(string line)
    {
        lock (_gate)
        {
            try
            {
                error.WriteLine(line);
                error.Flush();
            }
            catch (IOException)
            {
                // Whoever read standard error has gone; the work goes on.
            }
        }
    }
}

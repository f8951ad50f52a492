namespace Doorway.Cli.Terminal;

/// <summary>
/// What is said on standard error: notices, logs, failures; one line each, never data.
/// </summary>
/// <param name="open">Opens standard error; asked when there is something to say.</param>
/// <param name="quiet">Whether nothing but failures is said.</param>
/// <param name="color">The colour of the lines; asked when there is one to paint.</param>
sealed class Notices(Func<TextWriter> open, bool quiet, Func<Color> color)
{
    readonly Lock _gate = new();
    TextWriter? _error;
    Color? _color;

    /// <summary>Whether notices are shown.</summary>
    public bool AreShown => !quiet;

    /// <summary>The colour of the lines.</summary>
    public Color Color => _color ??= color();

    /// <summary>A failure, or what must be known: shown even with -q.</summary>
    public void Fail(string line) => Write($"doorway: {Color.PaintFailure(line)}");

    /// <summary>A notice; not shown with -q.</summary>
    public void Say(string line)
    {
        if (AreShown)
        {
            Write($"doorway: {line}");
        }
    }

    /// <summary>A line as it is; not shown with -q.</summary>
    public void Plain(string line)
    {
        if (AreShown)
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
                _error ??= open();
                _error.WriteLine(line);
                _error.Flush();
            }
            catch (IOException)
            {
                // Whoever read standard error has gone; the work goes on.
            }
        }
    }
}

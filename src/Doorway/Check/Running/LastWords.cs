namespace Doorway.Check.Running;

/// <summary>What a program said on its standard error before it ended.</summary>
static class LastWords
{
    const int MostLines = 12;
    static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(300);

    /// <summary>The last lines of what it printed on its standard error.</summary>
    public static IReadOnlyList<string> Of(Subject subject)
    {
        if (subject.HasExited)
        {
            // The pipe may still hold some.
            SpinWait.SpinUntil(() => subject.Errors.HasEnded, Rest);
        }

        string[] lines = subject.Errors.Text.TrimEnd().Split('\n');
        return lines is [""]
            ? [] : [.. lines.TakeLast(MostLines).Select(line => line.TrimEnd('\r'))];
    }

    /// <summary>The same finding, with them as evidence where a program died.</summary>
    public static Finding AddTo(Finding finding, Trial trial)
    {
        if (trial.Subject is not { HasExited: true } subject
            || finding.Evidence.OfType<Evidence.Text>().Any(text => text.Heading == Heading))
        {
            return finding;
        }

        IReadOnlyList<string> lines = Of(subject);
        return lines.Count == 0
            ? finding
            : finding with { Evidence = [.. finding.Evidence, new Evidence.Text(Heading, lines)] };
    }

    /// <summary>The heading of such evidence.</summary>
    public const string Heading = "its standard error";
}

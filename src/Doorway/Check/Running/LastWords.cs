using System.Text.RegularExpressions;

namespace Doorway.Check.Running;

/// <summary>What a program said on its standard error before it ended.</summary>
static partial class LastWords
{
    const int MostLines = 12;
    const int MostOfTrace = 20;

    // SIGABRT, SIGBUS, SIGFPE, SIGSEGV: signal(7).
    static readonly int[] Faults = [6, 7, 8, 11];
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
        return lines is [""] ? [] : [.. Telling(lines).Select(line => line.TrimEnd('\r'))];
    }

    // Most runtimes tell what happened first and the calls after it.
    static IEnumerable<string> Telling(string[] lines)
    {
        int head = Array.FindLastIndex(lines, Head().IsMatch);
        return head >= 0 && lines.Length - head > MostLines
            ? lines.Skip(head).Take(MostOfTrace) : lines.TakeLast(MostLines);
    }

    /// <summary>
    /// The same finding, with them as evidence where a program died, and the place where it did.
    /// </summary>
    public static Finding AddTo(Finding finding, Trial trial)
    {
        if (IsLaterDeath(finding, trial))
        {
            return finding;
        }

        Finding told = WithEvidence(finding, trial);
        return told with { Place = finding.Place ?? SiteIn(finding, trial)?.Sentence };
    }

    // One that dies of our closing a connection, which it had kept open to the last, has another
    // fault than the one that was found on that connection.
    static bool IsLaterDeath(Finding finding, Trial trial) =>
        trial.Traits is { Role: CheckRole.Server, Transport.IsDatagram: false }
            && trial.Subject?.ExitedAt > finding.Made
            && !trial.Trace.Events.Any(one => !one.IsFrame && one.Side == TraceSide.Program
                && one.What is "end of file" or "reset");

    // Whom the case itself ended did not die of what it had printed before.
    static CrashSite? SiteIn(Finding finding, Trial trial) =>
        trial.Subject is { Exit: { } exit } subject
            && (exit.Code != 0 || Faults.Contains(exit.Signal))
            && CrashSite.Of(subject.Errors.Text) is { } site
            ? site : CrashSite.Of(LinesOf(finding));

    /// <summary>What a finding shows of them; nothing where it does not.</summary>
    public static IReadOnlyList<string> LinesOf(Finding finding) =>
        finding.Evidence.OfType<Evidence.Text>()
            .FirstOrDefault(text => text.Heading == Heading)?.Lines ?? [];

    static Finding WithEvidence(Finding finding, Trial trial)
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

    // Java, C#, Go, Rust, the sanitizers of C, Node.js.
    [GeneratedRegex(@"^Exception in thread ""|^Unhandled exception\.|^panic: |^fatal error: "
        + @"|^thread '.* panicked at |^==\d+==\s*ERROR: |^(file://)?(node:|/)\S+:\d+$")]
    private static partial Regex Head();
}

using System.Globalization;
using Doorway.Check;

namespace Doorway.Cli.Checks;

/// <summary>
/// The steps of a case in the order they happened, Doorway left, the program right. What was seen
/// on the wire has an arrow, a call has none.
/// </summary>
static class TraceLadder
{
    const int MostFirst = 14;
    const int MostLast = 18;
    const int MostBytes = 24;
    const int ProgramColumn = 42;

    /// <summary>The heading of the ladder.</summary>
    public static string Heading => Row("ms", "Doorway", "program");

    /// <summary>The lines; of many the first and the last.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<TraceEvent> trace)
    {
        TraceEvent[] steps = [.. trace.OrderBy(step => step.Time)];
        int left = steps.Length - MostFirst - MostLast;
        if (left <= 1)
        {
            return steps.Select(Line);
        }

        return steps.Take(MostFirst).Select(Line)
            .Append(Row("", $"... {left} more steps ...", ""))
            .Concat(steps.TakeLast(MostLast).Select(Line));
    }

    /// <summary>A step in words, such as <c>send #1 5 "hello"</c>.</summary>
    public static string Words(TraceEvent step)
    {
        string socket = step.Connection > 0 ? $" #{step.Connection}" : "";
        // Of a segment it is told already how many.
        string count = step.IsFrame ? "" : $" {step.Length}";
        string bytes = step.Length == 0 ? "" : $"{count} \"{Start(step)}\"";
        return $"{Shown.Text(step.What)}{socket}{bytes}";
    }

    static string Start(TraceEvent step)
    {
        int count = Math.Min(MostBytes, step.Bytes.Length);
        return Shown.Bytes(step.Bytes.Span[..count]) + (step.Length > count ? "..." : "");
    }

    static string Line(TraceEvent step)
    {
        string time = step.Time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
        string words = Words(step);
        return step.Side == TraceSide.Doorway
            ? Row(time, step.IsFrame ? $"{words} -->" : words, "")
            : Row(time, "", step.IsFrame ? $"<-- {words}" : words);
    }

    static string Row(string time, string doorway, string program) =>
        $"{time,8}  {doorway.PadRight(ProgramColumn)}{program}".TrimEnd();
}

using System.Text;
using Doorway.Check;

namespace Doorway.Tests.Check;

/// <summary>A whole report in plain lines, for a test that fails.</summary>
static class CheckText
{
    public static string Of(CheckReport report, IEnumerable<string> log)
    {
        var text = new StringBuilder();
        foreach (string line in log)
        {
            text.AppendLine($"log: {line}");
        }

        text.AppendLine($"{report.Traits}");
        if (report.NotStarted is { } notStarted)
        {
            Append(text, notStarted);
        }

        foreach (CaseResult result in report.Results)
        {
            text.AppendLine(
                $"{result.Outcome} {result.Level} {result.Case.Id} {result.Time.TotalSeconds:0.00} s"
                + $" {result.Reason}");
            if (result.Finding is { } finding)
            {
                Append(text, finding);
                foreach (TraceEvent step in result.Trace)
                {
                    text.AppendLine(
                        $"      {step.Time.TotalMilliseconds,7:0.0} ms {step.Side,-7} "
                        + $"[{step.Connection}] {step.What} {Bytes(step.Bytes)}");
                }
            }
        }

        return text.AppendLine($"{report.Time.TotalSeconds:0.00} s").ToString();
    }

    static void Append(StringBuilder text, Finding finding)
    {
        text.AppendLine($"    {finding.Symptom}");
        foreach (string cause in finding.Causes)
        {
            text.AppendLine($"    cause: {cause}");
        }

        foreach (Evidence evidence in finding.Evidence)
        {
            text.AppendLine(evidence switch
            {
                Evidence.Difference difference =>
                    $"    expected {Bytes(difference.Expected)}\n"
                    + $"    actual   {Bytes(difference.Actual)}",
                Evidence.Text lines =>
                    $"    {lines.Heading}:\n      {string.Join("\n      ", lines.Lines)}",
                _ => $"    {evidence}",
            });
        }
    }

    static string Bytes(ReadOnlyMemory<byte> bytes)
    {
        string text = string.Concat(bytes.ToArray().Take(80)
            .Select(one => one is >= 32 and < 127 ? $"{(char)one}" : $"\\x{one:x2}"));
        return bytes.IsEmpty ? "" : $"{bytes.Length}: {text}";
    }
}

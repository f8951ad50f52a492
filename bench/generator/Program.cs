using System.Globalization;
using Doorway;

// Drives one server on loopback as the C generator of bench/net does, and prints such a line.
// Generator TRANSPORT PORT CONNECTIONS DEPTH SIZE WARMUP SECONDS [ENGINE [RATE]]
var plan = new LoadPlan
{
    Target = Address.Parse($"{args[0]}://127.0.0.1:{args[1]}"),
    Connections = int.Parse(args[2], CultureInfo.InvariantCulture),
    Depth = int.Parse(args[3], CultureInfo.InvariantCulture),
    Size = int.Parse(args[4], CultureInfo.InvariantCulture),
    WarmUp = TimeSpan.FromSeconds(double.Parse(args[5], CultureInfo.InvariantCulture)),
    Duration = TimeSpan.FromSeconds(double.Parse(args[6], CultureInfo.InvariantCulture)),
    Engine = args.Length > 7 && args[7] == "portable" ? Engine.Portable : Engine.Default,
    Rate = args.Length > 8 ? double.Parse(args[8], CultureInfo.InvariantCulture) : null,
};
LoadReport report = await LoadRun.RunAsync(plan).ConfigureAwait(false);
double seconds = report.Elapsed.TotalSeconds;
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $$"""
    {"seconds":{{seconds:F6}},"replies":{{report.Counts.Answered}},"sent":{{report.Counts.Sent}},
    "replies_per_second":{{report.AnswersPerSecond:F1}},"lost":{{report.Counts.Lost}},
    "late":{{report.Counts.Late}},"corrupted":{{report.Counts.Corrupted}},
    "duplicated":{{report.Counts.Duplicated}},"reordered":{{report.Counts.Reordered}},
    "p50_us":{{report.FromSend.Percentile(50).TotalMicroseconds:F1}},
    "p99_us":{{report.FromSend.Percentile(99).TotalMicroseconds:F1}},
    "planned_p50_us":{{report.FromPlan.Percentile(50).TotalMicroseconds:F1}},
    "planned_p99_us":{{report.FromPlan.Percentile(99).TotalMicroseconds:F1}},
    "generator_busy":{{report.Generator.Processor:F4}}}
    """).ReplaceLineEndings(""));
return report.Counts.Corrupted == 0 && report.Counts.Answered > 0 ? 0 : 1;

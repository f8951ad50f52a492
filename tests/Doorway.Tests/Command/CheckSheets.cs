using System.Text;
using System.Xml;
using System.Xml.Linq;
using Doorway.Check;
using Doorway.Cli.Checks;

namespace Doorway.Tests.Command;

/// <summary>Checks as they might have come off, made by hand.</summary>
static class CheckSheets
{
    /// <summary>What a stranger's program might print to act on its reader.</summary>
    public const string Hostile = "\e[2J\0</pre><script>alert(1)</script>]]>\u202e\uffff";

    public static CheckRequest Request { get; } = new()
    {
        Role = CheckRole.Server,
        Run = "python3 'my server.py'",
        Address = "tcp://:12000",
        Options = ["--profile", "line"],
    };

    public static CheckSheet Of(params CaseResult[] results) => new()
    {
        Request = Request,
        Traits = new Traits
        {
            Role = CheckRole.Server,
            Transport = Transport.Tcp,
            Port = 12000,
            Profile = CheckProfile.Line,
            Language = Language.Python,
        },
        Results = results,
        HasEnded = true,
        IsComplete = true,
        IsIsolated = true,
        Time = TimeSpan.FromSeconds(2.5),
    };

    /// <summary>One of each outcome, and every level.</summary>
    public static CheckSheet Mixed { get; } = Of(
        Passed("tcp/a/holds", CheckLevel.Must), Failed("tcp/b/note", CheckLevel.Note),
        Failed("tcp/c/should", CheckLevel.Should), Failed("tcp/d/must", CheckLevel.Must),
        Passed("tcp/e/holds", CheckLevel.Should),
        new CaseResult
        {
            Case = new FakeCase("tcp/f/skipped"),
            Level = CheckLevel.Must,
            Outcome = CaseOutcome.Skipped,
            Reason = $"no IPv6 here {Hostile}",
        },
        new CaseResult
        {
            Case = new FakeCase("tcp/g/broken"),
            Level = CheckLevel.Must,
            Outcome = CaseOutcome.Broken,
            Reason = "InvalidOperationException: no",
        });

    public static CaseResult Passed(string id, CheckLevel level) => new()
    {
        Case = new FakeCase(id),
        Level = level,
        Outcome = CaseOutcome.Passed,
        Time = TimeSpan.FromMilliseconds(12),
    };

    public static CaseResult Failed(string id, CheckLevel level, params Evidence[] evidence) => new()
    {
        Case = new FakeCase(id),
        Level = level,
        Outcome = CaseOutcome.Failed,
        Finding = new Finding
        {
            Symptom = $"sent 5 bytes, and nothing came {Hostile}",
            Evidence = evidence.Length > 0 ? evidence :
            [
                Difference("HELLO\n", $"HE{Hostile}"),
                new Evidence.Text("its standard error", ["Traceback:", Hostile]),
            ],
        },
        Trace =
        [
            new TraceEvent(TimeSpan.FromMilliseconds(0.5), TraceSide.Doorway, "connect",
                default, 1),
            new TraceEvent(TimeSpan.FromMilliseconds(1.5), TraceSide.Program, "send",
                Encoding.UTF8.GetBytes(Hostile), 1),
            new TraceEvent(TimeSpan.FromMilliseconds(1.25), TraceSide.Doorway, "FIN",
                default, 1, IsFrame: true),
        ],
        Time = TimeSpan.FromMilliseconds(34),
    };

    public static CheckSheet NotStarted { get; } = Of() with
    {
        Traits = null,
        NotStarted = new Finding
        {
            Symptom = $"it exited with code 1 {Hostile}",
            Causes = ["There is no such file."],
            Evidence = [new Evidence.Text("its standard error", [Hostile])],
        },
    };

    public static Evidence.Difference Difference(string expected, string actual) =>
        new(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(actual));

    public static string Written(this CheckSheet sheet, Action<CheckSheet, Stream> write)
    {
        using var output = new MemoryStream();
        write(sheet, output);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>An XML or HTML document, with a check for forbidden characters.</summary>
    public static XElement Parsed(string text)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore };
        using var reader = XmlReader.Create(new StringReader(text), settings);
        return XElement.Load(reader);
    }
}

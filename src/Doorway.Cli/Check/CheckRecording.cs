using Doorway.Check;
using Doorway.Watch;
using Doorway.Watch.Calls;
using Doorway.Watch.Flows;

namespace Doorway.Cli.Checks;

/// <summary>
/// What went between Doorway and the program in the cases that failed, as a recording to be
/// watched. Cases ran side by side, each on a network of its own with the same ports; here they
/// follow one another, so that nothing of one is taken for another's.
/// </summary>
static class CheckRecording
{
    static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    /// <summary>Writes the recording.</summary>
    public static void Write(CheckSheet sheet, Stream output)
    {
        var log = new WatchLog();
        using (var join = new FlowJoin(log))
        {
            bool isServer = sheet.Request.Role == CheckRole.Server;
            int doorway = isServer ? JournalSource.Client : JournalSource.Server;
            int program = isServer ? JournalSource.Server : JournalSource.Client;
            DateTime end = default;
            int sockets = 0;
            foreach (CaseResult result in sheet.Findings.Where(one => one.Trace.Count > 0))
            {
                TraceEvent[] steps = [.. result.Trace.OrderBy(step => step.At)];
                DateTime start = steps[0].At > end ? steps[0].At : end;
                TimeSpan shift = start - steps[0].At;
                join.Add(new NoticeEvent
                {
                    Time = start,
                    Words = $"{result.Case.Id}: {result.Case.Title}",
                });
                join.Add(Begin(start, doorway, "doorway check"));
                join.Add(Begin(start, program, sheet.Request.Run ?? "the program"));
                var calls = new CaseCalls(steps, doorway, sockets);
                foreach (TraceEvent step in steps)
                {
                    join.Add(step.Frame is { } frame
                        ? frame with { Time = frame.Time + shift }
                        : calls.Of(step, step.At + shift));
                }

                end = steps[^1].At + shift + Between;
                sockets += calls.Sockets;
            }
        }

        WriteLog(log, output);
    }

    static ProgramEvent Begin(DateTime time, int process, string name) => new()
    {
        Time = time,
        Process = process,
        Step = ProgramStep.Started,
        Name = name,
    };

    static void WriteLog(WatchLog log, Stream output)
    {
        using var recording = new MemoryStream();
        using (var writer = new RecordingWriter(recording))
        {
            foreach (WatchEvent seen in log.Read(0))
            {
                writer.Add(seen);
            }
        }

        output.Write(recording.ToArray());
    }
}

/// <summary>
/// The steps of a case as calls of Doorway's: what it did, and what it saw the program do, which
/// it learned by a call of its own.
/// </summary>
/// <param name="steps">All steps of the case.</param>
/// <param name="process">The number that Doorway is shown as.</param>
/// <param name="before">How many sockets other cases had.</param>
sealed class CaseCalls(TraceEvent[] steps, int process, int before)
{
    static long _calls;

    readonly ILookup<int, TraceEvent> _frames =
        steps.Where(step => step.Frame?.Summary is not null).ToLookup(step => step.Connection);

    /// <summary>How many sockets the case had.</summary>
    public int Sockets { get; } = steps.Max(step => step.Connection) + 1;

    /// <summary>A step that is no frame.</summary>
    public CallEvent Of(TraceEvent step, DateTime time)
    {
        (string call, long result, string? error) = Call(step);
        TraceEvent? frame = _frames[step.Connection].FirstOrDefault();
        FrameSummary? summary = frame?.Frame!.Summary;
        bool isOwn = frame?.Side == TraceSide.Doorway;
        return new CallEvent
        {
            Time = time,
            Id = Interlocked.Increment(ref _calls),
            Call = call,
            Process = process,
            Socket = step.Connection > 0 ? before + step.Connection : 0,
            Transport = summary?.Protocol switch
            {
                "tcp" => Transport.Tcp,
                "udp" => Transport.Udp,
                _ => null,
            },
            Local = isOwn ? summary?.Source : summary?.Destination,
            Peer = isOwn ? summary?.Destination : summary?.Source,
            Result = result,
            Error = error,
            Bytes = step.Bytes,
        };
    }

    static (string Call, long Result, string? Error) Call(TraceEvent step) => step switch
    {
        { Side: TraceSide.Doorway, What: "reset" } => ("close", 0, null),
        { Side: TraceSide.Doorway } => (step.What, step.Length, null),
        { What: "connect" } => ("accept", 0, null),
        { What: "sendto" } => ("recvfrom", step.Length, null),
        { What: "reset" } => ("recv", -1, "ECONNRESET"),
        _ => ("recv", step.Length, null),
    };
}

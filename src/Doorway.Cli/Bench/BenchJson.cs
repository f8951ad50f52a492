using System.Text.Json;

namespace Doorway.Cli.Bench;

/// <summary>A run as JSON; every time is in seconds.</summary>
static class BenchJson
{
    /// <summary>What was asked for, and what was chosen where nothing was.</summary>
    public static void Write(Utf8JsonWriter json, LoadPlan plan)
    {
        json.WriteString("address", plan.Target.ToString());
        json.WriteString("expect", plan.Expect.ToString().ToLowerInvariant());
        json.WriteNumber("connections", plan.Connections);
        json.WriteNumber("depth", plan.Depth);
        json.WriteNumber("size", plan.Size);
        Write(json, "count", plan.Count);
        Write(json, "durationSeconds", plan.Count is null ? plan.Duration.TotalSeconds : null);
        json.WriteNumber("warmUpSeconds", plan.WarmUp.TotalSeconds);
        Write(json, "rate", plan.Rate);
        json.WriteNumber("timeoutSeconds", plan.Timeout.TotalSeconds);
        json.WriteBoolean("reconnect", plan.Reconnect);
        json.WriteString("engine", plan.Engine.Name);
    }

    /// <summary>What came of it all.</summary>
    /// <param name="json">Where the members are written.</param>
    /// <param name="outcome">What was asked for and measured.</param>
    /// <param name="code">The exit code.</param>
    public static void Write(Utf8JsonWriter json, BenchOutcome outcome, int code)
    {
        Write(json, outcome.Report);
        if (outcome.Search is { } search)
        {
            Write(json, search);
        }

        json.WriteString("failure", outcome.Failure);
        json.WriteNumber("exitCode", code);
    }

    /// <summary>A run of a search.</summary>
    public static void Write(Utf8JsonWriter json, LoadStep step)
    {
        json.WriteNumber("rate", step.Rate);
        json.WriteBoolean("holds", step.Holds);
        json.WriteString("why", step.Failure);
        Write(json, "fromPlanSeconds", step.Report.FromPlan);
    }

    static void Write(Utf8JsonWriter json, LoadSearchResult search)
    {
        json.WriteStartObject("search");
        Write(json, "highestRate", search.Best?.Plan.Rate);
        Write(json, "failsFromRate", search.FailsFrom);
        json.WriteStartArray("steps");
        foreach (LoadStep step in search.Steps)
        {
            json.WriteStartObject();
            Write(json, step);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("ended", search.Ended);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, LoadReport report)
    {
        json.WriteStartObject("plan");
        Write(json, report.Plan);
        json.WriteEndObject();
        json.WriteNumber("elapsedSeconds", report.Elapsed.TotalSeconds);
        Write(json, report.Counts);
        json.WriteNumber("unsent", report.Unsent);
        json.WriteNumber("answersPerSecond", report.AnswersPerSecond);
        json.WriteNumber("sentPerSecond", report.SentPerSecond);
        Write(json, "fromPlanSeconds", report.FromPlan);
        Write(json, "fromSendSeconds", report.FromSend);
        json.WriteStartArray("lossRuns");
        foreach ((int length, long count) in report.LossRuns.OrderBy(run => run.Key))
        {
            json.WriteStartObject();
            json.WriteNumber("length", length);
            json.WriteNumber("count", count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("droppedByKernel", report.DroppedByKernel);
        Write(json, "droppedAtTarget", report.DroppedAtTarget);
        json.WriteNumber("connected", report.Connected);
        json.WriteNumber("closedByServer", report.ClosedByServer);
        json.WriteStartObject("errors");
        foreach (var word in report.Errors.GroupBy(error => Failure.Word(error.Key)))
        {
            json.WriteNumber(word.Key, word.Sum(error => error.Value));
        }

        json.WriteEndObject();
        json.WriteStartObject("generator");
        json.WriteNumber("processor", report.Generator.Processor);
        json.WriteNumber("lateSends", report.Generator.LateSends);
        json.WriteNumber("worstDelaySeconds", report.Generator.WorstDelay.TotalSeconds);
        json.WriteString("limit", report.Generator.Limit);
        json.WriteEndObject();
    }

    /// <summary>What a second brought.</summary>
    public static void Write(Utf8JsonWriter json, LoadSecond second)
    {
        json.WriteNumber("startSeconds", second.Start.TotalSeconds);
        json.WriteNumber("lengthSeconds", second.Length.TotalSeconds);
        Write(json, second.Counts);
        Write(json, "fromPlanSeconds", second.FromPlan);
        Write(json, "fromSendSeconds", second.FromSend);
    }

    static void Write(Utf8JsonWriter json, LoadCounts counts)
    {
        json.WriteNumber("sent", counts.Sent);
        json.WriteNumber("answered", counts.Answered);
        json.WriteNumber("lost", counts.Lost);
        json.WriteNumber("late", counts.Late);
        json.WriteNumber("duplicated", counts.Duplicated);
        json.WriteNumber("reordered", counts.Reordered);
        json.WriteNumber("corrupted", counts.Corrupted);
        json.WriteNumber("bytesSent", counts.BytesSent);
        json.WriteNumber("bytesReceived", counts.BytesReceived);
    }

    // Null where there was no answer, for then nothing was measured.
    static void Write(Utf8JsonWriter json, string name, Histogram histogram)
    {
        if (histogram.Count == 0)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        foreach ((string percentile, double percent) in BenchTable.Percentiles)
        {
            json.WriteNumber(percentile, histogram.Percentile(percent).TotalSeconds);
        }

        json.WriteNumber("mean", histogram.Mean.TotalSeconds);
        json.WriteNumber("standardDeviation", histogram.StandardDeviation.TotalSeconds);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}

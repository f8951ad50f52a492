using System.Diagnostics;
using System.Text.Json;

namespace Doorway.Cli.Checks.Batch;

/// <summary>
/// Checks one submission, by a doorway of its own: what brings that one down, or hangs it, costs
/// one report and not the batch.
/// </summary>
sealed class SubmissionRun(Submission submission, IEnumerable<string> words, TimeSpan time)
{
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    readonly Dictionary<string, (int Held, int Judged)> _counts = [];
    readonly List<(string Level, string Id)> _findings = [];
    string _kind = "";
    string _fault = "";

    /// <summary>Runs until it ends, overruns or is cancelled.</summary>
    public async Task<SubmissionResult> RunAsync(CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        using Process child = OwnCommand.Start(words);
        Task reading = Task.WhenAll(
            ReadAsync(child.StandardOutput), WatchAsync(child.StandardError));
        bool isEnded = await EndsAsync(child, cancellation);
        // Who inherited the outputs may hold them open; what has come is enough.
        await Task.WhenAny(reading, Task.Delay(Grace, CancellationToken.None));
        lock (_counts)
        {
            return new SubmissionResult
            {
                Submission = submission,
                Code = isEnded ? child.ExitCode : null,
                Counts = new Dictionary<string, (int, int)>(_counts),
                Findings = [.. _findings.OrderBy(one => Array.IndexOf(BatchTable.Levels, one.Level))
                    .Select(one => one.Id)],
                Kind = _kind,
                Fault = Fault(isEnded ? child.ExitCode : null),
                Time = Stopwatch.GetElapsedTime(started),
            };
        }
    }

    string? Fault(int? code) => code switch
    {
        null => $"it was ended after {time.TotalSeconds:0} s",
        ExitCode.Ok or ExitCode.Failed => null,
        _ => _fault.Length > 0 ? _fault : code == ExitCode.NotStarted ? null : $"exit code {code}",
    };

    async Task<bool> EndsAsync(Process child, CancellationToken cancellation)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(time);
        try
        {
            await child.WaitForExitAsync(timer.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            OwnCommand.AskToEnd(child);
        }

        using var grace = new CancellationTokenSource(Grace);
        try
        {
            await child.WaitForExitAsync(grace.Token);
        }
        catch (OperationCanceledException)
        {
            OwnCommand.End(child);
            await child.WaitForExitAsync(CancellationToken.None);
        }

        return cancellation.IsCancellationRequested;
    }

    async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(line);
                lock (_counts)
                {
                    Take(document.RootElement);
                }
            }
            catch (JsonException)
            {
                // It was ended in the middle of a line.
            }
        }
    }

    void Take(JsonElement json)
    {
        string name = json.GetProperty("event").GetString()!;
        if (name == "subject" && json.GetProperty("subject") is { ValueKind: JsonValueKind.Object }
            and var subject)
        {
            _kind = $"{subject.GetProperty("transport").GetString()} "
                + subject.GetProperty("profile").GetString();
        }

        if (name == "ended" && json.GetProperty("notStarted") is { ValueKind: JsonValueKind.Object }
            and var reason)
        {
            _fault = reason.GetProperty("symptom").GetString()!;
        }

        if (name == "ended" && _fault.Length == 0 && !json.GetProperty("complete").GetBoolean())
        {
            _fault = "it ended before all was tried";
        }

        if (name != "result")
        {
            return;
        }

        string level = json.GetProperty("level").GetString()!;
        string outcome = json.GetProperty("outcome").GetString()!;
        (int held, int judged) = _counts.GetValueOrDefault(level);
        bool isHeld = outcome == "passed";
        if (isHeld || outcome == "failed")
        {
            _counts[level] = (held + (isHeld ? 1 : 0), judged + 1);
        }

        if (outcome == "failed")
        {
            _findings.Add((level, json.GetProperty("id").GetString()!));
        }
    }

    async Task WatchAsync(StreamReader errors)
    {
        while (await errors.ReadLineAsync() is { } line)
        {
            _fault = line.StartsWith("doorway: ", StringComparison.Ordinal)
                ? line["doorway: ".Length..] : line;
        }
    }
}

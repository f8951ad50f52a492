using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Doorway.Watch;
using Microsoft.AspNetCore.Http;

namespace Doorway.Cli.Watching;

/// <summary>
/// The events as they come, to one page (server-sent events, HTML 9.2): arrays of them, each
/// message with the number of its last, from which a page that lost its connection goes on.
/// <para>
/// A page can't draw more than some thousands in a second. What it is behind by when it comes is
/// sent at once; of what happens then, calls and frames beyond <see cref="Rate"/> are left out,
/// the oldest first, and counted in a notice.
/// </para>
/// </summary>
sealed class WatchStream(WatchSession session)
{
    /// <summary>How many live events a page is sent in a second, about.</summary>
    public const int Rate = 4_000;

    const int BatchSize = 500;

    static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(25);
    static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    readonly WatchLog _log = session.Log;
    readonly long _known = session.Log.Last;
    readonly ArrayBufferWriter<byte> _buffer = new();
    long _after;
    double _budget = Rate;
    long _refilled = Stopwatch.GetTimestamp();

    /// <summary>Sends until the page goes or it is stopped.</summary>
    public async Task SendAsync(HttpContext context, CancellationToken stop)
    {
        HttpRequest request = context.Request;
        string? last = request.Headers["Last-Event-ID"];
        string from = last is { Length: > 0 } ? last : request.Query["after"].ToString();
        _ = long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out _after);
        // A number that was never given belongs to another run.
        _after = _after > _known ? 0 : _after;

        using var gone = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, stop);
        context.Response.ContentType = "text/event-stream";
        Stream output = context.Response.Body;
        Text("retry: 500\n\n");
        bool isEndTold = false;
        while (true)
        {
            bool isOver = session.Ended.IsCompleted;
            await SendNewAsync(output, gone.Token);
            if (isOver && !isEndTold && _after >= _log.Last)
            {
                isEndTold = true;
                Text("event: end\ndata: {}\n\n");
            }

            await FlushAsync(output, gone.Token);
            if (!await WaitAsync(isOver, gone.Token))
            {
                Text(": still here\n\n");
            }
        }
    }

    async Task SendNewAsync(Stream output, CancellationToken cancellation)
    {
        while (_log.Last > _after)
        {
            long left = _log.Last - _after;
            if (!session.IsReplay && _after >= _known)
            {
                Refill();
                if (left > _budget + BatchSize)
                {
                    LeaveOut((long)(left - _budget));
                    continue;
                }

                if (_budget < 1)
                {
                    return;
                }
            }

            int most = _after < _known || session.IsReplay
                ? BatchSize : (int)Math.Min(BatchSize, _budget);
            IReadOnlyList<WatchEvent> events = _log.Read(_after, most);
            if (events.Count == 0)
            {
                return;
            }

            _budget -= _after < _known ? 0 : events.Count;
            Message(events[^1].Number, Counted(events));
            await FlushAsync(output, cancellation);
        }
    }

    void Refill()
    {
        long now = Stopwatch.GetTimestamp();
        double seconds = Stopwatch.GetElapsedTime(_refilled, now).TotalSeconds;
        _refilled = now;
        _budget = Math.Min(Rate, _budget + seconds * Rate);
    }

    // Those that gave way in the log before they were read are counted before the others.
    IEnumerable<WatchEvent> Counted(IReadOnlyList<WatchEvent> events)
    {
        long missing = events[0].Number - _after - 1;
        if (missing > 0)
        {
            yield return Missing(events[0], missing);
        }

        foreach (WatchEvent seen in events)
        {
            yield return seen;
        }
    }

    // What names the others (programs, flows, changes) is few, and is sent all the same.
    void LeaveOut(long count)
    {
        long missing = 0;
        WatchEvent? last = null;
        var kept = new List<WatchEvent>();
        while (count > 0)
        {
            IReadOnlyList<WatchEvent> events = _log.Read(_after, (int)Math.Min(count, 4096));
            if (events.Count == 0)
            {
                break;
            }

            missing += events[0].Number - _after - 1;
            foreach (WatchEvent seen in events)
            {
                if (seen is CallEvent or FrameEvent or OutputEvent or FateEvent { IsChange: false })
                {
                    missing++;
                }
                else
                {
                    kept.Add(seen);
                }
            }

            last = events[^1];
            count -= last.Number - _after;
            _after = last.Number;
        }

        if (last is not null)
        {
            Message(_after, missing > 0 ? kept.Append(Missing(last, missing)) : kept);
        }
    }

    static NoticeEvent Missing(WatchEvent at, long count) => new()
    {
        Number = at.Number,
        Time = at.Time,
        Missing = count,
        Words = "more happened than can be shown",
    };

    void Message(long last, IEnumerable<WatchEvent> events)
    {
        Text(string.Create(CultureInfo.InvariantCulture, $"id: {last}\ndata: "));
        using (var json = new Utf8JsonWriter(_buffer))
        {
            json.WriteStartArray();
            foreach (WatchEvent seen in events)
            {
                WatchJson.Write(json, seen);
            }

            json.WriteEndArray();
        }

        Text("\n\n");
        _after = last;
    }

    // False when nothing happened for a while. What comes close together is sent together.
    async Task<bool> WaitAsync(bool isOver, CancellationToken cancellation)
    {
        using var beat = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        beat.CancelAfter(Beat);
        try
        {
            Task added = _log.WaitAsync(_after, beat.Token).AsTask();
            await (isOver ? added : Task.WhenAny(added, session.Ended).Unwrap());
            await Task.Delay(Gathering, cancellation);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            await beat.CancelAsync();
        }
    }

    void Text(string text) => Encoding.UTF8.GetBytes(text, _buffer);

    async Task FlushAsync(Stream output, CancellationToken cancellation)
    {
        await output.WriteAsync(_buffer.WrittenMemory, cancellation);
        await output.FlushAsync(cancellation);
        _buffer.ResetWrittenCount();
    }
}

using System.Text.Json;
using Doorway.Watch;

namespace Doorway.Cli.Watching;

/// <summary>
/// Events as the page reads them: one JSON object each. What is null, 0 or empty is left out.
/// Bytes are Base64, so that no peer's byte is ever text on its way.
/// </summary>
static class WatchJson
{
    // What a list shows of a message; the rest is asked for.
    const int Shown = 256;

    static readonly (FrameMarks Mark, string Name)[] Marks =
    [
        (FrameMarks.Retransmission, "retransmission"),
        (FrameMarks.OutOfOrder, "outOfOrder"),
        (FrameMarks.Duplicate, "duplicate"),
        (FrameMarks.DuplicateAcknowledgment, "duplicateAcknowledgment"),
        (FrameMarks.ZeroWindow, "zeroWindow"),
        (FrameMarks.WindowUpdate, "windowUpdate"),
        (FrameMarks.Probe, "probe"),
        (FrameMarks.Refusal, "refusal"),
        (FrameMarks.Reset, "reset"),
    ];

    /// <summary>Writes one event as an object.</summary>
    public static void Write(Utf8JsonWriter json, WatchEvent seen)
    {
        json.WriteStartObject();
        json.WriteNumber("n", seen.Number);
        json.WriteNumber("t", (seen.Time - DateTime.UnixEpoch).Ticks / 10_000m);
        switch (seen)
        {
            case CallEvent call:
                Write(json, call);
                break;
            case FrameEvent frame:
                Write(json, frame);
                break;
            case ProgramEvent program:
                Write(json, program);
                break;
            case OutputEvent output:
                json.WriteString("kind", "output");
                json.WriteNumber("process", output.Process);
                Flag(json, "error", output.IsError);
                json.WriteBase64String("text", output.Bytes.Span);
                break;
            case FlowEvent flow:
                json.WriteString("kind", "flow");
                json.WriteNumber("flow", flow.Flow);
                json.WriteString("transport", Name(flow.Transport));
                Text(json, "client", flow.Client);
                Text(json, "server", flow.Server);
                break;
            case FateEvent fate:
                Write(json, fate);
                break;
            case QueueEvent queue:
                json.WriteString("kind", "queue");
                json.WriteNumber("socket", queue.Socket);
                json.WriteNumber("waiting", queue.Waiting);
                json.WriteNumber("backlog", queue.Backlog);
                break;
            case NoticeEvent notice:
                json.WriteString("kind", "notice");
                json.WriteString("words", notice.Words);
                Number(json, "missing", notice.Missing);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>The bytes that an event is about: of a frame all of it.</summary>
    public static ReadOnlyMemory<byte> BytesOf(WatchEvent seen) => seen switch
    {
        CallEvent call => call.Bytes,
        FrameEvent frame => frame.Bytes,
        OutputEvent output => output.Bytes,
        _ => default,
    };

    static void Write(Utf8JsonWriter json, CallEvent call)
    {
        json.WriteString("kind", "call");
        json.WriteNumber("id", call.Id);
        json.WriteString("call", call.Call);
        json.WriteNumber("process", call.Process);
        Number(json, "thread", call.Thread);
        Flag(json, "waiting", call.IsWaiting);
        json.WriteNumber("took", call.Took.Ticks / 10_000m);
        if (call.Descriptor >= 0)
        {
            json.WriteNumber("fd", call.Descriptor);
        }

        Number(json, "socket", call.Socket);
        Text(json, "transport", call.Transport is { } transport ? Name(transport) : null);
        Text(json, "local", call.Local);
        Text(json, "peer", call.Peer);
        Text(json, "args", call.Arguments);
        json.WriteNumber("result", call.Result);
        Text(json, "error", call.Error);
        if (call.Made != 0)
        {
            json.WriteStartObject("made");
            json.WriteNumber("socket", call.Made);
            json.WriteEndObject();
        }

        Number(json, "peerSocket", call.PeerSocket);
        Bytes(json, call.Bytes.Span);
        Number(json, "length", Math.Max(call.Bytes.Length, call.Range?.Length ?? 0));
        Write(json, call.Range);
    }

    static void Write(Utf8JsonWriter json, FrameEvent frame)
    {
        json.WriteString("kind", "frame");
        json.WriteNumber("captured", frame.Bytes.Length);
        json.WriteNumber("original", Math.Max(frame.OriginalLength, frame.Bytes.Length));
        FrameSummary? summary = frame.Summary;
        json.WriteString("protocol", summary?.Protocol ?? "other");
        if (summary is not null)
        {
            json.WriteString("source", summary.Source);
            json.WriteString("destination", summary.Destination);
            Text(json, "flags", summary.Flags);
            if (frame.Numbers is { } numbers)
            {
                json.WriteNumber("seq", numbers.Sequence);
                json.WriteNumber("ack", numbers.Acknowledgment);
                json.WriteNumber("window", numbers.Window);
            }

            json.WriteNumber("length", summary.Length);
            json.WriteNumber("payloadAt", summary.PayloadAt);
            Text(json, "options", summary.Options);
            int from = Math.Min(summary.PayloadAt, frame.Bytes.Length);
            int kept = Math.Min(summary.Length, frame.Bytes.Length - from);
            Bytes(json, frame.Bytes.Span.Slice(from, Math.Max(0, kept)));
        }

        Write(json, frame.Range);
        Write(json, frame.Marks);
        if (frame.States is { } states)
        {
            json.WriteStartObject("states");
            json.WriteString("client", states.Client);
            json.WriteString("server", states.Server);
            json.WriteEndObject();
        }
    }

    static void Write(Utf8JsonWriter json, FrameMarks marks)
    {
        if (marks == FrameMarks.None)
        {
            return;
        }

        json.WriteStartArray("marks");
        foreach ((FrameMarks mark, string name) in Marks)
        {
            if ((marks & mark) != 0)
            {
                json.WriteStringValue(name);
            }
        }

        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, ProgramEvent program)
    {
        json.WriteString("kind", "program");
        json.WriteNumber("process", program.Process);
        Number(json, "parent", program.Parent);
        Text(json, "name", program.Name);
        json.WriteString("step", program.Step switch
        {
            ProgramStep.Started => "started",
            ProgramStep.Forked => "forked",
            ProgramStep.Executed => "executed",
            ProgramStep.Signalled => "signalled",
            _ => "ended",
        });
        Text(json, "how", program.How);
    }

    static void Write(Utf8JsonWriter json, FateEvent fate)
    {
        json.WriteString("kind", "fate");
        json.WriteString("words", fate.Words);
        Flag(json, "change", fate.IsChange);
        Flag(json, "loss", fate.IsLoss);
        json.WriteString("from", Name(fate.From));
        Text(json, "client", fate.Client);
        Text(json, "link", fate.Link);
        Number(json, "length", fate.Length);
        Write(json, fate.Range);
    }

    static void Write(Utf8JsonWriter json, FlowRange? range)
    {
        if (range is null)
        {
            return;
        }

        json.WriteStartObject("range");
        json.WriteNumber("flow", range.Flow);
        json.WriteString("from", Name(range.From));
        json.WriteNumber("offset", range.Offset);
        json.WriteNumber("length", range.Length);
        Number(json, "datagram", range.Datagram);
        json.WriteEndObject();
    }

    static void Bytes(Utf8JsonWriter json, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0)
        {
            json.WriteBase64String("text", bytes[..Math.Min(bytes.Length, Shown)]);
        }
    }

    static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    static void Number(Utf8JsonWriter json, string name, long value)
    {
        if (value != 0)
        {
            json.WriteNumber(name, value);
        }
    }

    static void Flag(Utf8JsonWriter json, string name, bool value)
    {
        if (value)
        {
            json.WriteBoolean(name, value);
        }
    }

    static string Name(Side side) => side == Side.Client ? "client" : "server";

    static string Name(Transport transport) => transport switch
    {
        Transport.Tcp => "tcp",
        Transport.Udp => "udp",
        Transport.Unix => "unix",
        _ => "unixgram",
    };
}

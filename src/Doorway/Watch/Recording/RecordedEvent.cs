using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Doorway.Watch;

/// <summary>
/// An event in a recording, as JSON: an object with one member, whose name is the event's kind.
/// Bytes are in Base64, times in ISO 8601; what is zero or null is left out. Of a frame it is
/// what its packet in the file doesn't tell.
/// </summary>
sealed record RecordedEvent
{
    static readonly JsonTypeInfo<RecordedEvent> Json = (JsonTypeInfo<RecordedEvent>)
        new JsonSerializerOptions(RecordedEventJson.Default.Options)
        {
            TypeInfoResolver = RecordedEventJson.Default.WithAddedModifier(RequireWhatMayNotBeNull),
        }.GetTypeInfo(typeof(RecordedEvent));

    public FrameEvent? Frame { get; init; }

    public CallEvent? Call { get; init; }

    public ProgramEvent? Program { get; init; }

    public OutputEvent? Output { get; init; }

    public FlowEvent? Flow { get; init; }

    public FateEvent? Fate { get; init; }

    public QueueEvent? Queue { get; init; }

    public NoticeEvent? Notice { get; init; }

    // A member that is left out becomes zero or null, whatever the type says: what may not be null
    // has to be there, and numbers need not.
    static void RequireWhatMayNotBeNull(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo one in type.Properties)
        {
            one.IsRequired = !one.PropertyType.IsValueType && !one.IsSetNullable;
        }
    }

    /// <summary>The JSON of an event; null of a kind that isn't recorded.</summary>
    public static byte[]? Write(WatchEvent seen)
    {
        RecordedEvent? recorded = seen switch
        {
            FrameEvent frame => new()
            {
                Frame = frame with
                {
                    Bytes = default,
                    OriginalLength = 0,
                    Link = default,
                    Time = default,
                },
            },
            CallEvent call => new() { Call = call },
            ProgramEvent program => new() { Program = program },
            OutputEvent output => new() { Output = output },
            FlowEvent flow => new() { Flow = flow },
            FateEvent fate => new() { Fate = fate },
            QueueEvent queue => new() { Queue = queue },
            NoticeEvent notice => new() { Notice = notice },
            _ => null,
        };
        return recorded is null ? null : JsonSerializer.SerializeToUtf8Bytes(
            recorded, Json);
    }

    /// <summary>The event; null where it isn't such JSON.</summary>
    public static WatchEvent? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            RecordedEvent? read = JsonSerializer.Deserialize(
                json, Json);
            WatchEvent? seen = (WatchEvent?)Sound(read?.Frame) ?? (WatchEvent?)read?.Call
                ?? (WatchEvent?)read?.Program ?? (WatchEvent?)read?.Output
                ?? (WatchEvent?)read?.Flow ?? (WatchEvent?)read?.Fate
                ?? (WatchEvent?)read?.Queue ?? read?.Notice;
            return seen is null or { Time.Kind: DateTimeKind.Utc } ? seen
                : seen with { Time = seen.Time.ToUniversalTime() };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The members of a pair can't be required.
    static FrameEvent? Sound(FrameEvent? frame) =>
        frame is { States: { Client: null } or { Server: null } }
            ? frame with { States = null } : frame;
}

/// <summary>An enumeration by its names; a number that has none is an error.</summary>
sealed class NamesOnly<T>() : JsonStringEnumConverter<T>(null, allowIntegerValues: false)
    where T : struct, Enum;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    IgnoreReadOnlyProperties = true,
    IncludeFields = true,
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(NamesOnly<FrameMarks>), typeof(NamesOnly<LinkType>), typeof(NamesOnly<ProgramStep>),
        typeof(NamesOnly<Side>), typeof(NamesOnly<Transport>),
    ])]
[JsonSerializable(typeof(RecordedEvent))]
sealed partial class RecordedEventJson : JsonSerializerContext;

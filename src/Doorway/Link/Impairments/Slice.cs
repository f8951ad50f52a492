namespace Doorway;

/// <summary>
/// Writes a stream in slices of so many bytes, with a pause after each, so that the peer receives
/// it in as many pieces: nothing that a program reads from a stream ends where the sender's write
/// did. The lengths are drawn in the order of the bytes, so the same bytes are cut at the same
/// places however they came in. Where fewer bytes have come in than the slice has, they are not
/// kept: it is cut there too.
/// </summary>
/// <param name="Least">The shortest slice, from 1 byte.</param>
/// <param name="Most">The longest; each length from the shortest is as likely.</param>
/// <param name="Pause">The least time between two slices; default (0) 1 ms.</param>
public sealed record Slice(int Least, int Most, TimeSpan Pause = default) : Impairment
{
    const string Form = "BYTES[..BYTES][,PAUSE]";
    const int Longest = 1 << 20;
    static readonly TimeSpan DefaultPause = TimeSpan.FromMilliseconds(1);

    /// <summary>How it is named, written and read.</summary>
    public static ImpairmentKind OfKind { get; } = new(
        "slice", Form, "Cut the stream into slices of 1 or 1..7 bytes, with a pause between (1 ms)",
        OnDatagrams: false, OnStreams: true, Parse);

    /// <inheritdoc/>
    public override ImpairmentKind Kind => OfKind;

    /// <summary>The least time between two slices.</summary>
    public TimeSpan Pause { get; init; } = Pause == default ? DefaultPause : Pause;

    /// <inheritdoc/>
    public override string Value
    {
        get
        {
            string bytes = Least == Most
                ? ImpairmentValue.Size(Least)
                : $"{ImpairmentValue.Size(Least)}..{ImpairmentValue.Size(Most)}";
            return Pause == DefaultPause ? bytes : $"{bytes},{ImpairmentValue.Time(Pause)}";
        }
    }

    static Slice Parse(string text)
    {
        string[] parts = ImpairmentValue.Split(text, 1, 2, Form);
        string[] ends = parts[0].Split("..");
        int least = ImpairmentValue.ParseSize(ends[0]);
        int most = ImpairmentValue.ParseSize(ends[^1]);
        if (ends.Length > 2 || least > most || most > Longest)
        {
            throw new FormatException($"\"{parts[0]}\" is no length; write 1, 1..7 or 512..1k");
        }

        return new(least, most, parts.Length > 1 ? ImpairmentValue.ParseTime(parts[1]) : default);
    }

    /// <summary>The length of one slice.</summary>
    /// <param name="dice">What chance says.</param>
    /// <param name="connection">The connection's number.</param>
    /// <param name="slice">The slice's number in the connection.</param>
    internal int Length(Dice dice, int connection, long slice) =>
        Least + (int)(dice.Uniform(slice, connection) * (Most - Least + 1));
}

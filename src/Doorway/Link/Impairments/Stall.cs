namespace Doorway;

/// <summary>
/// Stops a stream for a while: what comes in waits in the link, and when it is full the sender has
/// to wait. It happens once in each connection, before a certain byte; or by chance, before any
/// piece. Taking it away ends it at once.
/// </summary>
/// <param name="Time">For how long.</param>
/// <param name="After">
/// How many bytes of the connection pass first, since it came or since this was asked for; default
/// none.
/// </param>
/// <param name="Share">
/// The probability for each piece, 0 to 1, instead of the once; null (default) for the once.
/// </param>
public sealed record Stall(TimeSpan Time, long After = 0, double? Share = null) : Impairment
{
    const string Form = "TIME[,BYTES|PERCENT]";

    /// <summary>How it is named, written and read.</summary>
    public static ImpairmentKind OfKind { get; } = new(
        "stall", Form,
        "Stop the stream for a time, after so many bytes or by chance for each piece",
        OnDatagrams: false, OnStreams: true, Parse);

    /// <inheritdoc/>
    public override ImpairmentKind Kind => OfKind;

    /// <inheritdoc/>
    public override string Value
    {
        get
        {
            string time = ImpairmentValue.Time(Time);
            return (Share, After) switch
            {
                ({ } share, _) => $"{time},{ImpairmentValue.Share(share)}",
                (null, 0) => time,
                _ => $"{time},{ImpairmentValue.Size((int)After)}",
            };
        }
    }

    static Stall Parse(string text)
    {
        string[] parts = ImpairmentValue.Split(text, 1, 2, Form);
        TimeSpan time = ImpairmentValue.ParseTime(parts[0]);
        return parts switch
        {
            [_] => new(time),
            [_, [.., '%']] => new(time, Share: ImpairmentValue.ParseShare(parts[1])),
            _ => new(time, ImpairmentValue.ParseSize(parts[1])),
        };
    }
}

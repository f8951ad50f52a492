namespace Doorway;

/// <summary>
/// Swallows a half-close, as some middleboxes do: the end of what a side sends isn't passed on
/// until the other side has ended too; then both are closed. Who waits for the end to answer waits
/// for ever. Taking it away passes on what was swallowed.
/// </summary>
public sealed record NoHalfClose : Impairment
{
    /// <summary>How it is named, written and read: there is no value.</summary>
    public static ImpairmentKind OfKind { get; } = new(
        "no-half-close", "", "Don't pass a half-close on until the other side has ended too",
        OnDatagrams: false, OnStreams: true,
        text => text.Length == 0
            ? new NoHalfClose()
            : throw new FormatException($"no-half-close takes no value, and was given \"{text}\""));

    /// <inheritdoc/>
    public override ImpairmentKind Kind => OfKind;

    /// <inheritdoc/>
    public override string Value => "";
}

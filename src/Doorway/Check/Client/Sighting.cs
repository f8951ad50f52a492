namespace Doorway.Check.Client;

/// <summary>How an answer looks on a client's screen.</summary>
enum Shown
{
    /// <summary>Nothing of it is there.</summary>
    Nothing,

    /// <summary>As text, all of it.</summary>
    Whole,

    /// <summary>As text, but its end is missing.</summary>
    Short,

    /// <summary>As text, with NULs behind it or in it.</summary>
    WithNuls,

    /// <summary>As a language writes bytes down: b'...', a list of numbers.</summary>
    AsBytes,

    /// <summary>As the name of an object that holds bytes: [B@1b6d3586, System.Byte[].</summary>
    AsObject,
}

/// <summary>An answer as it was seen on a client's screen.</summary>
/// <param name="As">How it looks.</param>
/// <param name="Text">The part of the output that shows it; empty where nothing does.</param>
/// <param name="Language">The language that writes it like that, where one does.</param>
readonly record struct Sighting(Shown As, string Text, Language Language = Language.Unknown)
{
    /// <summary>
    /// The part of an answer as it stands there, where it is shown as bytes are written down and
    /// not as text; null where it isn't.
    /// </summary>
    public string? Notation { get; init; }

    /// <summary>What stands there in place of text, of the answer or a part; null where it is
    /// text, or nothing.</summary>
    public string? NotText =>
        Notation ?? (As is Shown.AsBytes or Shown.AsObject ? Text : null);

    /// <summary>Whether all of its bytes are there, in whatever form.</summary>
    public bool IsComplete => As is Shown.Whole or Shown.WithNuls or Shown.AsBytes;
}

namespace Doorway;

/// <summary>
/// A text is not an address. The message is one line: the reason, and what to write instead.
/// </summary>
public sealed class AddressFormatException : FormatException
{
    /// <summary>Says what is wrong with <paramref name="text"/> and where.</summary>
    /// <param name="text">The text as it was given.</param>
    /// <param name="position">Index of the first character at fault, or the text's length.</param>
    /// <param name="reason">One line: the reason and the fix.</param>
    public AddressFormatException(string text, int position, string reason) : base(reason)
    {
        Text = text;
        Position = position;
    }

    /// <summary>
    /// The text as it was given. It may hold control characters: escape it before showing it.
    /// </summary>
    public string Text { get; }

    /// <summary>
    /// Where the fault is: the index of a character of <see cref="Text"/>, or its length when
    /// something is missing at the end.
    /// </summary>
    public int Position { get; }
}

/// <summary>
/// What the parser found wrong, and at which character: a value, thrown only by Parse.
/// </summary>
readonly record struct AddressFault(int Position, string Reason)
{
    internal AddressFormatException ToException(string text) => new(text, Position, Reason);
}

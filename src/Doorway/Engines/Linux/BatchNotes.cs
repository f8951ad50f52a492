namespace Doorway.Engines.Linux;

/// <summary>
/// What a journal says of a datagram that did not come or go alone: the call, and its place there.
/// </summary>
/// <param name="call">The call for many messages.</param>
/// <param name="option">What merges several datagrams into one message.</param>
sealed class BatchNotes(string call, string option)
{
    readonly Dictionary<(int, int, bool), string> _made = [];

    /// <summary>The note; null where the datagram was the only one.</summary>
    public string? Of(int index, int count, bool isMerged)
    {
        if (count == 1 && !isMerged)
        {
            return null;
        }

        if (!_made.TryGetValue((index, count, isMerged), out string? note))
        {
            note = $"{call}, {index + 1} of {count}{(isMerged ? $", {option}" : "")}";
            _made.Add((index, count, isMerged), note);
        }

        return note;
    }
}

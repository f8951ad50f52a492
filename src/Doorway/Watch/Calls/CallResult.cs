using System.Text;

namespace Doorway.Watch.Calls;

/// <summary>What a call returned, as strace(1) writes it.</summary>
/// <param name="Value">The number; -1 where it failed.</param>
/// <param name="Error">Why: "ECONNREFUSED"; null where it did not fail.</param>
readonly record struct CallResult(long Value, string? Error)
{
    /// <summary>The error of a call whose thread ended before it returned.</summary>
    public const string NeverReturned = "never returned";

    /// <summary>The error of a call that is not watched any more, and may go on.</summary>
    public const string Unseen = "not seen to return";

    /// <summary>
    /// Reads <c>5&lt;TCP:[...]&gt;</c>, <c>-1 EAGAIN (Resource temporarily unavailable)</c>,
    /// <c>? ERESTARTSYS (...)</c> or <c>?</c>.
    /// </summary>
    public static CallResult Of(string text)
    {
        string[] words = text.Split(' ', 3);
        if (words[0] is "?" or "-1")
        {
            string? error = words.Length > 1 && words[1].StartsWith('E') ? words[1] : null;
            return new(-1, error ?? (words[0] == "?" ? NeverReturned : "?"));
        }

        return StraceSyntax.TryNumber(Encoding.ASCII.GetBytes(words[0]), out long value)
            ? new(value, null) : new(-1, NeverReturned);
    }
}

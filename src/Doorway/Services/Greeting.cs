using System.Text;

namespace Doorway.Services;

/// <summary>Sends a text on every connection, and ends: nothing needs to be asked first.</summary>
public static class Greeting
{
    /// <summary>What the textbook's server says.</summary>
    public const string DefaultText = "Thank you for connecting";

    /// <summary>The conversation that sends a text.</summary>
    /// <param name="text">Sent in UTF-8 as it is: no newline is added.</param>
    public static Conversation Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return async (connection, cancellation) =>
            await connection.SendAsync(bytes, cancellation).ConfigureAwait(false);
    }
}

using System.Buffers;
using Doorway.Text;

namespace Doorway.Services;

/// <summary>
/// Answers a text with its upper case, as <see cref="Utf8Upper"/> defines it. A stream is answered
/// as it arrives, but for the bytes of a character whose end is still to come.
/// </summary>
public sealed class ToUpper : IService
{
    ToUpper()
    {
    }

    /// <summary>The service; it keeps no state, so one is enough.</summary>
    public static ToUpper Instance { get; } = new();

    /// <inheritdoc/>
    public OperationStatus Reply(
        ReadOnlySpan<byte> request, Span<byte> reply,
        out int consumed, out int written, bool isFinal) =>
        Utf8Upper.Convert(request, reply, out consumed, out written, isFinal);
}

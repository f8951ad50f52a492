using System.Buffers;

namespace Doorway.Services;

/// <summary>Answers with the bytes that came, unchanged (RFC 862).</summary>
public sealed class Echo : IService
{
    Echo()
    {
    }

    /// <summary>The service; it keeps no state, so one is enough.</summary>
    public static Echo Instance { get; } = new();

    /// <inheritdoc/>
    public OperationStatus Reply(
        ReadOnlySpan<byte> request, Span<byte> reply,
        out int consumed, out int written, bool isFinal)
    {
        consumed = written = Math.Min(request.Length, reply.Length);
        request[..consumed].CopyTo(reply);
        return consumed == request.Length
            ? OperationStatus.Done
            : OperationStatus.DestinationTooSmall;
    }
}

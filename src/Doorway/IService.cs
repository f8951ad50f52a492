using System.Buffers;

namespace Doorway;

/// <summary>
/// What a pure service (upper, echo) does with bytes: a request in, a reply out. It knows no
/// sockets and keeps no state, so one instance serves every connection and datagram at once.
/// </summary>
public interface IService
{
    /// <summary>
    /// Turns as much of <paramref name="request"/> into <paramref name="reply"/> as it can, in the
    /// manner of <see cref="System.Text.Unicode.Utf8"/> and
    /// <see cref="System.Buffers.Text.Base64"/>. A datagram is one call with
    /// <paramref name="isFinal"/>; a stream is many, and the bytes that were not consumed come
    /// again in front of the next ones.
    /// </summary>
    /// <param name="request">The bytes that have arrived.</param>
    /// <param name="reply">Room for the answer.</param>
    /// <param name="consumed">How many bytes of the request were used.</param>
    /// <param name="written">How many bytes of the reply were written.</param>
    /// <param name="isFinal">Whether no byte follows the request.</param>
    /// <returns>
    /// <see cref="OperationStatus.Done"/> when everything was consumed;
    /// <see cref="OperationStatus.DestinationTooSmall"/> when the reply is full and the rest wants
    /// another call; <see cref="OperationStatus.NeedMoreData"/> when the unconsumed tail is
    /// incomplete (never when <paramref name="isFinal"/>);
    /// <see cref="OperationStatus.InvalidData"/> to end the conversation.
    /// </returns>
    OperationStatus Reply(
        ReadOnlySpan<byte> request, Span<byte> reply,
        out int consumed, out int written, bool isFinal);
}

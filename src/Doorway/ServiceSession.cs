using System.Buffers;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// A stream answered by a pure <see cref="IService"/>: what arrives is answered at once, and only
/// what the service could not use yet (the first bytes of a UTF-8 sequence) is held for the next
/// bytes.
/// </summary>
sealed class ServiceSession(IService service) : Session
{
    // Enough for any tail that a text service leaves; the join of a tail and its continuation is
    // copied.
    const int JoinSize = 256;

    [ThreadStatic]
    static byte[]? _threadReply;

    byte[]? _held;
    int _heldCount;
    bool _ended;

    /// <summary>
    /// The most bytes that a service may leave unused before the conversation is ended.
    /// </summary>
    public int HeldLimit { get; init; } = 64 * 1024;

    /// <summary>Told when the service broke its contract or threw.</summary>
    public Action<Session, string>? Faulted { get; init; }

    protected override void OnReceived(ReadOnlySpan<byte> bytes)
    {
        if (_heldCount > 0)
        {
            bytes = AnswerHeld(bytes);
        }

        int consumed = Answer(bytes, isFinal: false);
        Hold(bytes[consumed..]);
    }

    protected override void OnPeerFinished()
    {
        if (_heldCount > 0)
        {
            Answer(_held.AsSpan(0, _heldCount), isFinal: true);
            _held = null;
            _heldCount = 0;
        }

        End();
    }

    // Joins the held tail with just the bytes that complete it, so that a split character costs a
    // copy of a few bytes and not of the whole segment. Returns what is left of the new bytes.
    ReadOnlySpan<byte> AnswerHeld(ReadOnlySpan<byte> bytes)
    {
        if (_heldCount < JoinSize / 2)
        {
            Span<byte> join = stackalloc byte[JoinSize];
            _held.AsSpan(0, _heldCount).CopyTo(join);
            int joined = Math.Min(bytes.Length, JoinSize - _heldCount);
            bytes[..joined].CopyTo(join[_heldCount..]);
            int consumed = Answer(join[..(_heldCount + joined)], isFinal: false);
            if (consumed >= _heldCount)
            {
                bytes = bytes[(consumed - _heldCount)..];
                _heldCount = 0;
                return bytes;
            }

            join[consumed..(_heldCount + joined)].CopyTo(Room(_heldCount - consumed + joined));
            _heldCount = _heldCount - consumed + joined;
            bytes = bytes[joined..];
            if (bytes.IsEmpty)
            {
                return bytes;
            }
        }

        // A service that waits for much (a line) gets all that there is.
        byte[] whole = new byte[_heldCount + bytes.Length];
        _held.AsSpan(0, _heldCount).CopyTo(whole);
        bytes.CopyTo(whole.AsSpan(_heldCount));
        _heldCount = 0;
        return whole;
    }

    void Hold(ReadOnlySpan<byte> tail)
    {
        if (tail.Length > HeldLimit)
        {
            Faulted?.Invoke(this, $"a request of more than {HeldLimit} bytes has no end");
            Abort(SocketError.MessageSize);
            return;
        }

        if (!tail.IsEmpty)
        {
            tail.CopyTo(Room(tail.Length));
            _heldCount = tail.Length;
        }
    }

    Span<byte> Room(int count)
    {
        if (_held is null || _held.Length < count)
        {
            uint room = System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count);
            byte[] larger = new byte[Math.Max(4, (int)room)];
            _held?.AsSpan(0, _heldCount).CopyTo(larger);
            _held = larger;
        }

        return _held;
    }

    // Returns how many bytes were used: all of them once the conversation has ended.
    int Answer(ReadOnlySpan<byte> request, bool isFinal)
    {
        if (_ended)
        {
            return request.Length;
        }

        byte[] reply = _threadReply ??= GC.AllocateUninitializedArray<byte>(64 * 1024);
        int total = 0;
        while (true)
        {
            OperationStatus status;
            int consumed;
            int written;
            try
            {
                status = service.Reply(request[total..], reply, out consumed, out written, isFinal);
            }
#pragma warning disable CA1031 // A service is anybody's code: it ends its conversation only.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Faulted?.Invoke(
                    this, $"the service threw {failure.GetType().Name}: {failure.Message}");
                Abort(SocketError.Fault);
                return Discard(request);
            }

            total += consumed;
            if (written > 0 && !Send(reply.AsSpan(0, written)))
            {
                return Discard(request);
            }

            switch (status)
            {
                case OperationStatus.DestinationTooSmall when consumed > 0 || written > 0:
                    continue;
                case OperationStatus.DestinationTooSmall:
                    Faulted?.Invoke(
                        this, $"an answer of more than {reply.Length} bytes in one piece");
                    Abort(SocketError.MessageSize);
                    return Discard(request);
                case OperationStatus.InvalidData:
                    End();
                    return Discard(request);
                default:
                    return total;
            }
        }
    }

    int Discard(ReadOnlySpan<byte> request)
    {
        _ended = true;
        return request.Length;
    }
}

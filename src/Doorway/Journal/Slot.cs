using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// A place of a journal's ring, as small as a cache line: what changes from call to call, and a
/// reference to what does not. Copied by readers, who look at its state before and after.
/// </summary>
struct Slot
{
    /// <summary>The number of an entry, and what became of it.</summary>
    public long State;

    long _timestamp;
    long _waited;
    long _bytesAt;
    Subject _about;
    string? _argument;
    int _byteCount;
    int _result;
    int _error;
    ushort _segment;
    SocketCall _call;

    /// <summary>How many entries are here.</summary>
    public readonly int Count => Outcome.CountOf(_result, _segment);

    /// <summary>When it took its place.</summary>
    public readonly long Timestamp => _timestamp;

    /// <summary>Writes all of it but the state.</summary>
    public void Fill(
        Subject about, in Outcome outcome, long timestamp, long started, long bytesAt,
        int byteCount)
    {
        // A reference costs a write barrier, and is mostly the one that is there already.
        if (!ReferenceEquals(_about, about))
        {
            _about = about;
        }

        if (!ReferenceEquals(_argument, outcome.Argument))
        {
            _argument = outcome.Argument;
        }

        _timestamp = timestamp;
        _waited = started == 0 ? 0 : timestamp - started;
        _bytesAt = bytesAt;
        _byteCount = byteCount;
        _result = outcome.Result;
        _error = (int)outcome.Error;
        _segment = (ushort)outcome.Segment;
        _call = outcome.Call;
    }

    /// <summary>The bytes that were kept, as far as they are still there.</summary>
    public readonly byte[] ReadBytes(ByteRing ring) => ring.Read(_bytesAt, _byteCount);

    /// <summary>Adds its entries: one, or one for each datagram of a merged message.</summary>
    /// <param name="entries">Where they are added.</param>
    /// <param name="number">Their place.</param>
    /// <param name="time">When it was taken.</param>
    /// <param name="bytes">The bytes of all.</param>
    /// <param name="limit">How many bytes each shows at most.</param>
    public readonly void AddTo(
        ICollection<Entry> entries, long number, DateTime time, ReadOnlyMemory<byte> bytes,
        int limit)
    {
        for (int i = 0; i < Count; i++)
        {
            int length = _segment == 0
                ? _result : Math.Min(_segment, _result - (i * _segment));
            entries.Add(new Entry
            {
                Number = number,
                Time = time,
                Waited = System.Diagnostics.Stopwatch.GetElapsedTime(0, _waited),
                Side = _about.Side,
                Call = _call,
                Transport = _about.Transport,
                Socket = _about.Socket,
                Local = _about.Local,
                Peer = _about.Peer,
                Result = length,
                Error = (SocketError)_error,
                Bytes = _segment == 0 || bytes.IsEmpty
                    ? bytes : bytes.Slice(i * _segment, Math.Min(length, limit)),
                Argument = _argument,
            });
        }
    }
}

using System.Buffers;

namespace Doorway;

/// <summary>
/// Bytes that the kernel would not take yet, in order. It holds memory only while it holds bytes,
/// and <see cref="Front"/> never moves while it waits to be sent.
/// </summary>
sealed class OutgoingQueue
{
    const int ChunkSize = 16 * 1024;
    readonly Queue<Chunk> _chunks = new();
    Chunk? _last;
    TaskCompletionSource? _roomAwaited;

    /// <summary>How many bytes wait.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes to send next; empty when nothing waits.</summary>
    public ReadOnlyMemory<byte> Front =>
        _chunks.TryPeek(out Chunk? chunk)
            ? chunk.Bytes.AsMemory(chunk.Start, chunk.End - chunk.Start)
            : default;

    /// <summary>Adds a copy of the bytes at the end.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Count += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_last is null || _last.End == _last.Bytes.Length)
            {
                _last = new Chunk(ArrayPool<byte>.Shared.Rent(ChunkSize));
                _chunks.Enqueue(_last);
            }

            int count = Math.Min(bytes.Length, _last.Bytes.Length - _last.End);
            bytes[..count].CopyTo(_last.Bytes.AsSpan(_last.End));
            _last.End += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>Forgets the first <paramref name="count"/> bytes of <see cref="Front"/>.</summary>
    public void Sent(int count)
    {
        Chunk chunk = _chunks.Peek();
        chunk.Start += count;
        Count -= count;
        if (chunk.Start == chunk.End)
        {
            _chunks.Dequeue();
            ArrayPool<byte>.Shared.Return(chunk.Bytes);
            _last = _chunks.Count == 0 ? null : _last;
        }
    }

    /// <summary>
    /// Forgets everything. The memory goes to the collector, not to the pool: a send may still
    /// hold it.
    /// </summary>
    public void Clear()
    {
        _chunks.Clear();
        _last = null;
        Count = 0;
    }

    /// <summary>A task that ends at the next <see cref="TellRoom"/>.</summary>
    public Task RoomAsync()
    {
        _roomAwaited ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        return _roomAwaited.Task;
    }

    /// <summary>Whoever waits for room may go on.</summary>
    public void TellRoom()
    {
        _roomAwaited?.TrySetResult();
        _roomAwaited = null;
    }

    sealed class Chunk(byte[] bytes)
    {
        public readonly byte[] Bytes = bytes;
        public int Start;
        public int End;
    }
}

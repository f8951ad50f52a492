using System.Buffers;

namespace Doorway.Tests;

/// <summary>A service that upper-cases ASCII and misbehaves where told; counts its calls.</summary>
sealed class FakeService : IService
{
    int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public char? ThrowsOn { get; init; }

    public char? EndsOn { get; init; }

    /// <summary>Uses whole lines only.</summary>
    public bool Lines { get; init; }

    /// <summary>Says that the reply is too small, whatever its size.</summary>
    public bool NeverFits { get; init; }

    /// <summary>How many bytes it writes into one reply at the most.</summary>
    public int Bite { get; init; } = int.MaxValue;

    /// <summary>Called with every request, before it is answered.</summary>
    public Action<byte[]>? OnRequest { get; init; }

    public OperationStatus Reply(
        ReadOnlySpan<byte> request, Span<byte> reply,
        out int consumed, out int written, bool isFinal)
    {
        Interlocked.Increment(ref _calls);
        OnRequest?.Invoke(request.ToArray());
        consumed = written = 0;
        if (ThrowsOn is { } thrown && request.Contains((byte)thrown))
        {
            throw new InvalidOperationException("as asked");
        }

        if (EndsOn is { } end && request.Contains((byte)end))
        {
            return OperationStatus.InvalidData;
        }

        if (NeverFits)
        {
            return OperationStatus.DestinationTooSmall;
        }

        ReadOnlySpan<byte> usable = Lines && !isFinal
            ? request[..(request.LastIndexOf((byte)'\n') + 1)] : request;
        int count = Math.Min(Math.Min(usable.Length, reply.Length), Bite);
        for (int i = 0; i < count; i++)
        {
            reply[i] =
                usable[i] is >= (byte)'a' and <= (byte)'z' ? (byte)(usable[i] - 32) : usable[i];
        }

        consumed = written = count;
        return count < usable.Length ? OperationStatus.DestinationTooSmall
            : count < request.Length ? OperationStatus.NeedMoreData
            : OperationStatus.Done;
    }
}

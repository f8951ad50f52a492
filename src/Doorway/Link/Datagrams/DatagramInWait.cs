using System.Buffers;

namespace Doorway;

/// <summary>A datagram that waits in a link, or a copy of one.</summary>
sealed class DatagramInWait
{
    // The room that this object and its place in the queue take.
    const int Overhead = 160;

    readonly byte[] _bytes;

    public DatagramInWait(DatagramFlow flow, ReadOnlySpan<byte> datagram)
    {
        Flow = flow;
        Length = datagram.Length;
        _bytes = ArrayPool<byte>.Shared.Rent(Length);
        datagram.CopyTo(_bytes);
    }

    /// <summary>Whose it is.</summary>
    public DatagramFlow Flow { get; }

    /// <summary>How many bytes it has.</summary>
    public int Length { get; }

    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Its number in its direction.</summary>
    public required long Number { get; init; }

    /// <summary>What it and its copy share; null where there is none.</summary>
    public Twins? Twins { get; init; }

    /// <summary>How many later ones are still to pass it at the exit.</summary>
    public int HeldFor { get; set; }

    /// <summary>How long it is kept there at most.</summary>
    public long HeldAtMost { get; init; }

    /// <summary>Whether it has come to the exit, and is held there.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Whether it has gone out.</summary>
    public bool IsGone { get; private set; }

    /// <summary>The memory that a datagram of a length takes while it waits.</summary>
    public static int RoomOf(int length) => length + Overhead;

    /// <summary>It has gone: its bytes are no longer there.</summary>
    public void Free()
    {
        IsGone = true;
        ArrayPool<byte>.Shared.Return(_bytes);
    }
}

/// <summary>A datagram and its copy: one of them is the first to go out.</summary>
sealed class Twins
{
    /// <summary>Whether one has gone out.</summary>
    public bool OneIsOut { get; set; }
}

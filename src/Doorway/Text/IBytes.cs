namespace Doorway.Text;

/// <summary>
/// What the kernels ask of a vector of bytes of one width. Where a method gives bits, the lowest
/// is the first byte's.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
interface IBytes<TVector> where TVector : struct
{
    /// <summary>How many bytes a vector has.</summary>
    static abstract int Size { get; }

    /// <summary>Whether <see cref="LeaveOut"/> is there.</summary>
    static abstract bool CanLeaveOut { get; }

    /// <summary>Asks for a byte that is soon needed; there need not be one.</summary>
    static abstract void Prefetch(ref byte from, nuint at);

    static abstract TVector Load(ref byte from, nuint at);

    /// <summary>
    /// The bytes from <paramref name="at"/> on; zeros before <paramref name="start"/> and from
    /// <paramref name="end"/> on, where nothing is read.
    /// </summary>
    static abstract TVector LoadEdge(ref byte from, int at, int start, int end);

    static abstract void Store(TVector vector, ref byte to, nuint at);

    /// <summary>Writes the first <paramref name="count"/> bytes and no other.</summary>
    static abstract void StoreFirst(TVector vector, ref byte to, int at, int count);

    /// <summary>The bytes where the other vector has no mark, closed up.</summary>
    static abstract TVector LeaveOut(TVector vector, TVector marks, byte mark);

    static abstract TVector Create(byte value);

    static abstract TVector Or(TVector left, TVector right);

    static abstract TVector Add(TVector left, TVector right);

    /// <summary>
    /// Takes <paramref name="change"/> off bytes that are, as signed numbers after taking
    /// <paramref name="offset"/> off, less than <paramref name="end"/>.
    /// </summary>
    static abstract TVector Lower(TVector vector, TVector offset, TVector end, TVector change);

    /// <summary>The highest bits.</summary>
    static abstract ulong HighBits(TVector vector);

    /// <summary>Bits for what is not less than <paramref name="least"/>.</summary>
    static abstract ulong AtLeast(TVector vector, byte least);

    /// <summary>Bits for what is <paramref name="value"/>.</summary>
    static abstract ulong Equal(TVector vector, byte value);

    /// <summary>Bits for bytes that follow in a character: 80 to BF.</summary>
    static abstract ulong Following(TVector vector);

    /// <summary>
    /// Bits for where the two tables, of 64 bytes each, by the lowest six bits, share a bit.
    /// </summary>
    static abstract ulong Share(
        ref readonly byte table, TVector index,
        ref readonly byte otherTable, TVector otherIndex);

    /// <summary>
    /// Of a table of 128 bytes, what is at the lowest six bits of <paramref name="index"/> and,
    /// above them, the lowest bit of <paramref name="half"/>; zero where that, but for its lowest
    /// bit, is not <paramref name="even"/>.
    /// </summary>
    static abstract TVector Lookup(
        ref readonly byte table, TVector half, TVector index, byte even);
}

using System.Globalization;

namespace Doorway.Watch;

/// <summary>
/// Cuts headers into fields, one behind the other, so that there is neither a gap nor an overlap.
/// Where the bytes end, what is left of a field is told as cut, and nothing follows.
/// </summary>
sealed class FieldList(ReadOnlyMemory<byte> bytes)
{
    readonly List<HeaderField> _fields = [];
    int _bit;
    int _end = bytes.Length;

    /// <summary>The header that is being read.</summary>
    public string Layer { get; set; } = "";

    /// <summary>What is added to the names of layers: " (quoted)".</summary>
    public string Suffix { get; set; } = "";

    /// <summary>Whether nothing more can be read.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The fields so far.</summary>
    public IReadOnlyList<HeaderField> Fields => _fields;

    /// <summary>The byte where the next field begins.</summary>
    public int At => _bit / 8;

    /// <summary>The byte behind the last one that belongs to the packet.</summary>
    public int PacketEnd => _end;

    /// <summary>All bytes.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.Span;

    /// <summary>What is left of the packet.</summary>
    public ReadOnlySpan<byte> Rest => bytes.Span[Math.Min(At, _end).._end];

    /// <summary>Behind the packet there may be more, which isn't its own (padding).</summary>
    public void EndAt(int end) => _end = Math.Clamp(end, At, _end);

    /// <summary>Nothing that follows is a header.</summary>
    public void Stop() => IsOver = true;

    /// <summary>A number of up to 32 bits; 0 where it is cut.</summary>
    public uint Number(string name, int bits, Func<uint, string> value, string note)
    {
        if (!Has(name, bits, note))
        {
            return 0;
        }

        uint read = 0;
        for (int i = _bit; i < _bit + bits; i++)
        {
            read = (read << 1) | (uint)((Bytes[i / 8] >> (7 - (i % 8))) & 1);
        }

        Add(name, value(read), bits, note);
        return read;
    }

    /// <summary>One bit that says yes or no.</summary>
    public bool Flag(string name, string ifSet, string ifNot, string note) =>
        Number(name, 1, set => set == 1 ? $"1: {ifSet}" : $"0: {ifNot}", note) == 1;

    /// <summary>Some bytes, from here to there; none where they are cut.</summary>
    public void Octets(string name, int count, Func<ReadOnlySpan<byte>, string> value, string note)
    {
        if (count > 0 && Has(name, count * 8, note))
        {
            Add(name, value(Bytes.Slice(At, count)), count * 8, note);
        }
    }

    bool Has(string name, int bits, string note)
    {
        if (IsOver)
        {
            return false;
        }

        int left = (_end * 8) - _bit;
        if (left >= bits)
        {
            return true;
        }

        if (left > 0)
        {
            Add(name, "cut: the rest of it was not kept", left, note);
        }

        IsOver = true;
        return false;
    }

    void Add(string name, string value, int bits, string note)
    {
        _fields.Add(new HeaderField(Layer + Suffix, name, value, _bit, bits, note));
        _bit += bits;
    }

    /// <summary>"65,483".</summary>
    public static string Plain(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1 byte", "65,483 bytes".</summary>
    public static string Size(long bytes) => bytes == 1 ? "1 byte" : $"{Plain(bytes)} bytes";

    /// <summary>"0x1c46", of two bytes.</summary>
    public static string Hex(uint number) =>
        "0x" + number.ToString("x4", CultureInfo.InvariantCulture);
}

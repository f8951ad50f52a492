using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Doorway.Watch;

/// <summary>Puts pcapng blocks together, in the order of bytes of most machines: the least
/// significant first.</summary>
sealed class PcapngBlocks
{
    // An option's length is a number of 16 bits, and options are padded to 4 bytes.
    const int LongestOption = 65_532;

    readonly ArrayBufferWriter<byte> _bytes = new(1 << 16);
    int _start;

    /// <summary>The blocks that are complete.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    /// <summary>Forgets them.</summary>
    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>Begins a block.</summary>
    public void Begin(uint type)
    {
        _start = _bytes.WrittenCount;
        Number(type);
        Number(0);
    }

    /// <summary>Ends it: its length is known now.</summary>
    public void End()
    {
        uint length = (uint)(_bytes.WrittenCount - _start + sizeof(uint));
        Number(length);
        BinaryPrimitives.WriteUInt32LittleEndian(
            System.Runtime.InteropServices.MemoryMarshal.AsMemory(_bytes.WrittenMemory)
                .Span[(_start + sizeof(uint))..],
            length);
    }

    public void Number(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.GetSpan(sizeof(uint)), value);
        _bytes.Advance(sizeof(uint));
    }

    public void Half(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.GetSpan(sizeof(ushort)), value);
        _bytes.Advance(sizeof(ushort));
    }

    /// <summary>Some bytes, filled up to a multiple of four.</summary>
    public void Padded(ReadOnlySpan<byte> bytes, byte with = 0)
    {
        _bytes.Write(bytes);
        int rest = -bytes.Length & 3;
        _bytes.GetSpan(4)[..rest].Fill(with);
        _bytes.Advance(rest);
    }

    public void Option(ushort code, ReadOnlySpan<byte> value)
    {
        value = value[..Math.Min(value.Length, LongestOption)];
        Half(code);
        Half((ushort)value.Length);
        Padded(value);
    }

    public void Option(ushort code, string text) => Option(code, Encoding.UTF8.GetBytes(text));

    /// <summary>An option of ours.</summary>
    public void CustomOption(ReadOnlySpan<byte> json)
    {
        Half(Pcapng.CustomText);
        Half((ushort)(json.Length + sizeof(uint)));
        Number(Pcapng.EnterpriseNumber);
        Padded(json);
    }

    public void EndOfOptions() => Number(Pcapng.End);
}

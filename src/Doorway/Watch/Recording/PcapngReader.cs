using System.Buffers.Binary;
using System.Text;

namespace Doorway.Watch;

/// <summary>Reads captures in the pcapng format (draft-ietf-opsawg-pcapng), ours and others'.
/// Blocks and options that it doesn't know are passed over.</summary>
sealed class PcapngReader(CaptureStream input)
{
    // As in Wireshark: what is larger is no length.
    const int LongestBlock = 16 << 20;

    readonly List<CaptureInterface> _interfaces = [];
    bool _isBig;
    DateTime _last = DateTime.UnixEpoch;

    /// <summary>An interface of a section.</summary>
    readonly record struct CaptureInterface(LinkType Link, uint Longest, CaptureClock Clock);

    /// <summary>Whether a file begins like that.</summary>
    public static bool IsOne(ReadOnlySpan<byte> first) =>
        BinaryPrimitives.ReadUInt32LittleEndian(first) == Pcapng.Section;

    /// <summary>Which program wrote it; null where it isn't said.</summary>
    public string? Application { get; private set; }

    /// <summary>Reads the head of the first section, whose type has been read already.</summary>
    public bool Begin() => Section() is not null;

    /// <summary>The events that follow.</summary>
    public IEnumerable<WatchEvent> Read()
    {
        while (true)
        {
            ReadOnlySpan<byte> type = input.First(sizeof(uint));
            if (type.IsEmpty)
            {
                yield break;
            }

            bool isSection = IsOne(type);
            WatchEvent?[]? seen = isSection ? Section() : Block(Number(type));
            if (seen is null)
            {
                if (!input.IsCut)
                {
                    yield return RecordingReader.Notice("the recording is damaged: a block's "
                        + "length can't be right; it was read up to there");
                }

                yield break;
            }

            foreach (WatchEvent? one in seen)
            {
                if (one is not null)
                {
                    yield return one;
                }
            }
        }
    }

    // A section tells the order of its bytes behind its length. Its interfaces begin anew.
    WatchEvent?[]? Section()
    {
        ReadOnlySpan<byte> head = input.More(8);
        if (head.IsEmpty)
        {
            return null;
        }

        _isBig = BinaryPrimitives.ReadUInt32BigEndian(head[4..]) == Pcapng.ByteOrder;
        bool isLittle = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) == Pcapng.ByteOrder;
        if (!_isBig && !isLittle)
        {
            return null;
        }

        ReadOnlySpan<byte> body = Body(Number(head), read: 12);
        if (body.Length < 12)
        {
            return null;
        }

        _interfaces.Clear();
        foreach ((ushort code, Range value) in Options(body[12..]))
        {
            if (code == Pcapng.Application)
            {
                Application ??= Encoding.UTF8.GetString(body[12..][value]);
            }
        }

        return [];
    }

    // The rest of a block without its last number; empty where there is none.
    ReadOnlySpan<byte> Body(uint length, int read)
    {
        if (length < Pcapng.BlockFrame || length > LongestBlock || length % 4 != 0
            || length < read + sizeof(uint))
        {
            return default;
        }

        ReadOnlySpan<byte> rest = input.More((int)length - read);
        return rest.IsEmpty ? default : rest[..^sizeof(uint)];
    }

    WatchEvent?[]? Block(uint type)
    {
        ReadOnlySpan<byte> size = input.More(sizeof(uint));
        if (size.IsEmpty)
        {
            return null;
        }

        uint length = Number(size);
        ReadOnlySpan<byte> body = Body(length, read: 8);
        if (body.IsEmpty && length != Pcapng.BlockFrame)
        {
            return null;
        }

        switch (type)
        {
            case Pcapng.Interface when body.Length >= 8:
                return [Interface(body)];
            case Pcapng.EnhancedPacket when body.Length >= 20:
                return [Packet(body, Number(body), Steps(body[4..]), body[12..])];
            case Pcapng.OldPacket when body.Length >= 20:
                return [Packet(body, Half(body), Steps(body[4..]), body[12..])];
            case Pcapng.SimplePacket when body.Length >= 4:
                return [Simple(body)];
            case Pcapng.Custom when body.Length >= 4 && Number(body) == Pcapng.EnterpriseNumber:
                return [RecordedEvent.Read(body[4..])];
            default:
                return [];
        }
    }

    NoticeEvent? Interface(ReadOnlySpan<byte> body)
    {
        CaptureClock clock = CaptureClock.Default;
        ReadOnlySpan<byte> options = body[8..];
        foreach ((ushort code, Range range) in Options(options))
        {
            ReadOnlySpan<byte> value = options[range];
            clock = (code, value.Length) switch
            {
                (Pcapng.TimeResolution, 1) => clock with { Resolution = value[0] },
                (Pcapng.TimeOffset, 8) => clock with { Offset = Offset(value) },
                _ => clock,
            };
        }

        var link = (LinkType)Half(body);
        _interfaces.Add(new CaptureInterface(link, Number(body[4..]), clock));
        return Enum.IsDefined(link) ? null : RecordingReader.Notice(
            $"one interface of the recording is of a kind that can't be decoded ({(int)link})");
    }

    FrameEvent? Packet(
        ReadOnlySpan<byte> body, uint number, ulong steps, ReadOnlySpan<byte> lengths)
    {
        uint kept = Number(lengths);
        uint length = Number(lengths[4..]);
        ReadOnlySpan<byte> rest = lengths[8..];
        if (number >= _interfaces.Count || kept > rest.Length)
        {
            return null;
        }

        CaptureInterface on = _interfaces[(int)number];
        _last = on.Clock.At(steps);
        byte[] bytes = rest[..(int)kept].ToArray();
        ReadOnlySpan<byte> options = rest[Math.Min(rest.Length, (int)((kept + 3) & ~3u))..];
        foreach ((ushort code, Range value) in Options(options))
        {
            if (code == Pcapng.CustomText && Ours(options[value]) is { } told)
            {
                return RecordingReader.Told(told, bytes, _last, on.Link, length);
            }
        }

        return RecordingReader.Frame(bytes, _last, on.Link, length);
    }

    // It is of the first interface, and has no time: that of the packet before it, at least.
    FrameEvent? Simple(ReadOnlySpan<byte> body)
    {
        if (_interfaces.Count == 0)
        {
            return null;
        }

        uint length = Number(body);
        uint most = _interfaces[0].Longest is 0 ? uint.MaxValue : _interfaces[0].Longest;
        int kept = (int)Math.Min(Math.Min(length, most), (uint)body.Length - 4);
        return RecordingReader.Frame(
            body.Slice(4, kept).ToArray(), _last, _interfaces[0].Link, length);
    }

    FrameEvent? Ours(ReadOnlySpan<byte> value) =>
        value.Length >= 4 && Number(value) == Pcapng.EnterpriseNumber
            ? RecordedEvent.Read(value[4..]) as FrameEvent : null;

    List<(ushort Code, Range Value)> Options(ReadOnlySpan<byte> bytes)
    {
        var found = new List<(ushort, Range)>();
        int at = 0;
        while (at + 4 <= bytes.Length)
        {
            ushort code = Half(bytes[at..]);
            int length = Half(bytes[(at + 2)..]);
            at += 4;
            if (code == Pcapng.End || at + length > bytes.Length)
            {
                break;
            }

            found.Add((code, at..(at + length)));
            at += (length + 3) & ~3;
        }

        return found;
    }

    ulong Steps(ReadOnlySpan<byte> bytes) => ((ulong)Number(bytes) << 32) | Number(bytes[4..]);

    long Offset(ReadOnlySpan<byte> bytes) => _isBig
        ? BinaryPrimitives.ReadInt64BigEndian(bytes)
        : BinaryPrimitives.ReadInt64LittleEndian(bytes);

    uint Number(ReadOnlySpan<byte> bytes) => _isBig
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    ushort Half(ReadOnlySpan<byte> bytes) => _isBig
        ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}

using System.Buffers;
using System.Text;

namespace Doorway.Services;

/// <summary>
/// Cuts a stream of bytes into lines: at LF or CR LF, at a limit of length, and where it is told to
/// because nothing follows, or nothing has for a while. The newline of a line that was cut early is
/// not a line of its own.
/// </summary>
/// <param name="limit">The most bytes in a line.</param>
/// <param name="line">Told each line without its newline; bytes valid during the call.</param>
sealed class LineCutter(int limit, Action<ReadOnlySpan<byte>> line)
{
    const int SmallBuffer = 256;

    byte[] _held = [];
    int _count;
    bool _newlineMayFollow;

    /// <summary>Whether bytes are held that <see cref="Cut"/> would make a line of.</summary>
    public bool HasPartial => IsLine(_count);

    /// <summary>Takes more bytes and tells the lines that they complete.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int newline = bytes[..Math.Min(bytes.Length, limit - _count + 1)].IndexOf((byte)'\n');
            if (newline >= 0)
            {
                AddLine(bytes[..newline]);
                bytes = bytes[(newline + 1)..];
                continue;
            }

            int taken = Math.Min(bytes.Length, limit - _count);
            Hold(bytes[..taken]);
            bytes = bytes[taken..];
            if (_count == limit)
            {
                Cut();
            }
        }
    }

    /// <summary>
    /// Makes a line of what is held, as nothing has followed yet; an unfinished UTF-8 character at
    /// its end (at most 3 bytes) stays, as its rest may be on its way.
    /// </summary>
    public void Pause()
    {
        int tail = UnfinishedCharacter(_held.AsSpan(0, _count));
        if (tail == 0)
        {
            Cut();
        }
        else if (IsLine(_count - tail))
        {
            byte[] kept = _held[(_count - tail).._count];
            Tell(_count - tail);
            Hold(kept);
        }
    }

    /// <summary>Makes a line of what is held, as nothing follows.</summary>
    public void Cut()
    {
        if (HasPartial)
        {
            // The LF of this CR may still come: it is kept, and is no line by itself.
            bool carriageReturn = _held[_count - 1] == '\r';
            Tell(carriageReturn ? _count - 1 : _count);
            if (carriageReturn)
            {
                Hold("\r"u8);
            }

            _newlineMayFollow = true;
        }
    }

    // A CR alone is none: its LF may still come.
    bool IsLine(int count) => count > 1 || (count == 1 && _held[0] != '\r');

    static int UnfinishedCharacter(ReadOnlySpan<byte> bytes)
    {
        for (int length = Math.Min(3, bytes.Length); length > 0; length--)
        {
            OperationStatus status = Rune.DecodeFromUtf8(bytes[^length..], out _, out _);
            if (status == OperationStatus.NeedMoreData)
            {
                return length;
            }
        }

        return 0;
    }

    void AddLine(ReadOnlySpan<byte> rest)
    {
        bool isLate = _newlineMayFollow && (_count == 0
            ? rest.IsEmpty || rest is [(byte)'\r'] : rest.IsEmpty && !HasPartial);
        _newlineMayFollow = false;
        if (isLate)
        {
            _count = 0;
        }
        else if (_count == 0)
        {
            line(rest is [.., (byte)'\r'] ? rest[..^1] : rest);
        }
        else
        {
            Hold(rest);
            Tell(_held[_count - 1] == '\r' ? _count - 1 : _count);
        }
    }

    void Tell(int length)
    {
        _count = 0;
        line(_held.AsSpan(0, length));
        if (_held.Length > SmallBuffer)
        {
            _held = [];
        }
    }

    void Hold(ReadOnlySpan<byte> bytes)
    {
        if (_held.Length < _count + bytes.Length)
        {
            int size = Math.Max(_held.Length * 2, Math.Max(SmallBuffer, _count + bytes.Length));
            Array.Resize(ref _held, size);
        }

        bytes.CopyTo(_held.AsSpan(_count));
        _count += bytes.Length;
    }
}

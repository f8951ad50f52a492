using System.Buffers;
using System.Globalization;
using System.Text;

namespace Doorway.Cli.Terminal;

/// <summary>How what arrives is shown.</summary>
enum ArrivalStyle
{
    /// <summary>Byte for byte: piped, or asked for with --raw.</summary>
    Raw,

    /// <summary>On a terminal: control bytes escaped.</summary>
    Screen,

    /// <summary>As a hex dump.</summary>
    Hex,

    /// <summary>Not at all: standard output is for JSON.</summary>
    None,
}

/// <summary>Shows what arrives, when it arrives, on standard output.</summary>
sealed class Arrivals(Stream output, ArrivalStyle style)
{
    readonly Lock _gate = new();
    byte[] _tail = [];
    long _offset;
    bool _atLineStart = true;

    /// <summary>Shows a piece of a stream.</summary>
    public void Stream(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            switch (style)
            {
                case ArrivalStyle.Raw:
                    Write(bytes);
                    break;
                case ArrivalStyle.Screen:
                    byte[] whole = [.. _tail, .. bytes];
                    int held = IncompleteTail(whole);
                    _tail = whole[(whole.Length - held)..];
                    WriteText(Escape.Screen(whole.AsSpan(0, whole.Length - held)));
                    break;
                case ArrivalStyle.Hex:
                    WriteText(HexDump(bytes, _offset));
                    _offset += bytes.Length;
                    break;
            }

            output.Flush();
        }
    }

    /// <summary>Shows a datagram as one line; a datagram's end is not in its bytes.</summary>
    public void Datagram(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            switch (style)
            {
                case ArrivalStyle.Raw:
                    Write(bytes);
                    EndLine(bytes);
                    break;
                case ArrivalStyle.Screen:
                    WriteText(Escape.Screen(bytes));
                    EndLine(bytes);
                    break;
                case ArrivalStyle.Hex:
                    WriteText(HexDump(bytes, 0));
                    break;
            }

            output.Flush();
        }
    }

    /// <summary>The stream has ended: a terminal's cursor goes to the next line.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (style == ArrivalStyle.Screen)
            {
                WriteText(Escape.Screen(_tail));
                _tail = [];
                if (!_atLineStart)
                {
                    Write("\n"u8);
                }
            }

            output.Flush();
        }
    }

    void EndLine(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[^1] != '\n')
        {
            Write("\n"u8);
        }
    }

    void WriteText(string text) => Write(Encoding.UTF8.GetBytes(text));

    void Write(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            output.Write(bytes);
            _atLineStart = bytes[^1] == '\n';
        }
    }

    // How many bytes at the end begin a UTF-8 sequence that the next piece may complete.
    static int IncompleteTail(ReadOnlySpan<byte> bytes)
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

    static string HexDump(ReadOnlySpan<byte> bytes, long offset)
    {
        var text = new StringBuilder();
        for (int at = 0; at < bytes.Length; at += 16)
        {
            ReadOnlySpan<byte> row = bytes[at..Math.Min(at + 16, bytes.Length)];
            text.Append(CultureInfo.InvariantCulture, $"{offset + at:x8} ");
            for (int i = 0; i < 16; i++)
            {
                text.Append(i == 8 ? "  " : " ");
                text.Append(
                    i < row.Length ? row[i].ToString("x2", CultureInfo.InvariantCulture) : "  ");
            }

            text.Append("  |");
            foreach (byte value in row)
            {
                text.Append(value is >= 0x20 and < 0x7f ? (char)value : '.');
            }

            text.Append("|\n");
        }

        return text.ToString();
    }
}

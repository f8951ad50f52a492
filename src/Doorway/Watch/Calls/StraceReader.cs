using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Doorway.Watch.Calls;

/// <summary>
/// Reads what strace(1) writes with <c>-f -xx --absolute-timestamps=format:unix,precision:ns
/// --syscall-times=ns</c>, in pieces of any size. A call is told twice: when its first argument
/// is there, though its line isn't, and when it has ended.
/// </summary>
/// <param name="found">Is told what was read, in order.</param>
sealed class StraceReader(Action<StraceItem> found)
{
    /// <summary>A line of more bytes is not kept: 64 datagrams of 64 KiB fit.</summary>
    public const int LongestLine = 24 << 20;

    // The text of a waiting call, for whoever wants to know what it waits for.
    const int MostOfPartial = 16 * 1024;

    const StringComparison Ordinal = StringComparison.Ordinal;

    static readonly SearchValues<byte> OfNames =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz_0123456789"u8);

    readonly Dictionary<int, StraceCall> _unfinished = [];
    byte[] _line = new byte[4096];
    int _length;
    long _skipped;

    // The call of the line that isn't complete yet, and where its arguments start.
    StraceCall? _begun;
    int _argumentsAt;

    /// <summary>Reads on.</summary>
    public void Read(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            int end = text.IndexOf((byte)'\n');
            if (end < 0)
            {
                break;
            }

            if (_length == 0 && _skipped == 0)
            {
                ReadLine(text[..end]);
            }
            else
            {
                Keep(text[..end]);
                EndKept();
            }

            text = text[(end + 1)..];
        }

        if (!text.IsEmpty)
        {
            Keep(text);
            ReadPartial();
        }
    }

    void Keep(ReadOnlySpan<byte> text)
    {
        if (_skipped > 0 || _length + text.Length > LongestLine)
        {
            _skipped += text.Length;
            return;
        }

        if (_line.Length < _length + text.Length)
        {
            Array.Resize(ref _line, Math.Max(_line.Length * 2, _length + text.Length));
        }

        text.CopyTo(_line.AsSpan(_length));
        _length += text.Length;
    }

    void EndKept()
    {
        int length = _length;
        _length = 0;
        if (_skipped > 0)
        {
            found(new StraceUnread((int)Math.Min(int.MaxValue, length + _skipped)));
            _skipped = 0;
            _begun = null;
        }
        else
        {
            ReadLine(_line.AsSpan(0, length));
        }

        if (_line.Length > 1 << 20)
        {
            _line = new byte[4096];
        }
    }

    void ReadPartial()
    {
        ReadOnlySpan<byte> line = _line.AsSpan(0, _length);
        if (_begun is null)
        {
            Begin(line);
        }
        else if (_length - _argumentsAt <= MostOfPartial)
        {
            _begun.SetArguments(0, line[_argumentsAt..]);
        }
    }

    // Whether a call stands at the start of a line, as far as its first argument.
    bool Begin(ReadOnlySpan<byte> line)
    {
        if (!TryHead(line, out int thread, out DateTime time, out ReadOnlySpan<byte> rest))
        {
            return false;
        }

        int open = rest.IndexOf((byte)'(');
        if (open <= 0 || !IsName(rest[..open]))
        {
            return false;
        }

        ReadOnlySpan<byte> arguments = rest[(open + 1)..];
        _argumentsAt = line.Length - arguments.Length;
        if (arguments.EndsWith(Unfinished))
        {
            arguments = BeforeUnfinished(arguments);
        }
        else if (StraceSyntax.EndOfValue(arguments) < 0 && !arguments.EndsWith("]>"u8))
        {
            return false;
        }

        _begun = new StraceCall(thread, time, NameOf(rest[..open]));
        _begun.SetArguments(0, arguments[..Math.Min(arguments.Length, MostOfPartial)]);
        found(new StraceBegun(_begun));
        return true;
    }

    static ReadOnlySpan<byte> Unfinished => "<unfinished ...>"u8;

    void ReadLine(ReadOnlySpan<byte> line)
    {
        if (_begun is not null || Begin(line))
        {
            StraceCall call = _begun!;
            _begun = null;
            GoOn(call, 0, line[_argumentsAt..]);
        }
        else if (!TryHead(line, out int thread, out DateTime time, out ReadOnlySpan<byte> rest))
        {
            found(new StraceUnread(line.Length));
        }
        else if (rest.StartsWith("<... "u8) && rest.IndexOf(" resumed>"u8) is > 0 and int resumed)
        {
            string name = NameOf(rest["<... "u8.Length..resumed]);
            Resume(thread, name, rest[(resumed + " resumed>"u8.Length)..], line.Length);
        }
        else if (rest.StartsWith("--- "u8))
        {
            string signal = NameOf(Word(rest[4..]));
            if (signal != "stopped")
            {
                found(new StraceSignal(thread, time, signal));
            }
        }
        else if (rest.StartsWith("+++ "u8))
        {
            string how = Encoding.ASCII.GetString(rest[4..]).Replace(" +++", "", Ordinal);
            _unfinished.Remove(thread);
            found(new StraceExit(thread, time, how));
        }
        else
        {
            found(new StraceUnread(line.Length));
        }
    }

    // After execve(2) of another thread the rest comes under the number of the first.
    void Resume(int thread, string name, ReadOnlySpan<byte> rest, int length)
    {
        if (!_unfinished.Remove(thread, out StraceCall? call) || call.Name != name)
        {
            call = _unfinished.Values.FirstOrDefault(one => one.Name == name && name == "execve");
            if (call is null)
            {
                found(new StraceUnread(length));
                return;
            }

            _unfinished.Remove(call.Thread);
        }

        GoOn(call, call.Arguments.Length, rest);
    }

    void GoOn(StraceCall call, int from, ReadOnlySpan<byte> rest)
    {
        if (rest.EndsWith(Unfinished))
        {
            call.SetArguments(from, BeforeUnfinished(rest));
            _unfinished[call.Thread] = call;
            return;
        }

        // Nothing before it looks the same: what is in quotes is hexadecimal.
        int end = rest.LastIndexOf(") = "u8);
        ReadOnlySpan<byte> arguments = end < 0 ? rest : rest[..end];
        if (arguments.EndsWith(Unfinished))
        {
            arguments = BeforeUnfinished(arguments);
        }

        call.SetArguments(from, arguments);
        if (end >= 0)
        {
            SetResult(call, rest[(end + ") = "u8.Length)..]);
        }

        found(new StraceEnded(call, call.Began + call.Took));
    }

    // The blank before the mark is the mark's.
    static ReadOnlySpan<byte> BeforeUnfinished(ReadOnlySpan<byte> text) =>
        text[..Math.Max(0, text.Length - Unfinished.Length - 1)];

    // 5<TCP:[127.0.0.1:12000->127.0.0.1:40000]> <0.000042113>
    static void SetResult(StraceCall call, ReadOnlySpan<byte> text)
    {
        int took = text.LastIndexOf(" <"u8);
        if (took >= 0 && text[^1] == (byte)'>'
            && TrySeconds(text[(took + 2)..^1], out long ticks))
        {
            call.Took = new TimeSpan(ticks);
            text = text[..took];
        }

        call.Result = Encoding.ASCII.GetString(text);
    }

    // 8056  1795302484.067370589 rest
    static bool TryHead(
        ReadOnlySpan<byte> line, out int thread, out DateTime time, out ReadOnlySpan<byte> rest)
    {
        time = default;
        rest = default;
        if (!Utf8Parser.TryParse(line, out thread, out int digits))
        {
            return false;
        }

        ReadOnlySpan<byte> behind = line[digits..].TrimStart((byte)' ');
        int blank = behind.IndexOf((byte)' ');
        if (blank <= 0 || !TrySeconds(behind[..blank], out long ticks))
        {
            return false;
        }

        time = DateTime.UnixEpoch.AddTicks(ticks);
        rest = behind[(blank + 1)..];
        return true;
    }

    // Seconds and nanoseconds, to 100 ns.
    static bool TrySeconds(ReadOnlySpan<byte> text, out long ticks)
    {
        const int Nanoseconds = 9;
        int point = text.IndexOf((byte)'.');
        ticks = 0;
        if (point <= 0 || text.Length - point - 1 != Nanoseconds
            || !Utf8Parser.TryParse(text[..point], out long seconds, out int digits)
            || digits != point
            || !Utf8Parser.TryParse(text[(point + 1)..], out long fraction, out digits)
            || digits != Nanoseconds)
        {
            return false;
        }

        ticks = (seconds * TimeSpan.TicksPerSecond) + (fraction / 100);
        return true;
    }

    static bool IsName(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(OfNames) < 0;

    static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)' ') is >= 0 and int end ? text[..end] : text;

    static string NameOf(ReadOnlySpan<byte> name) => string.Intern(Encoding.ASCII.GetString(name));
}

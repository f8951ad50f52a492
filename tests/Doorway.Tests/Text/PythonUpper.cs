using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Doorway.Tests.Text;

[assembly: AssemblyFixture(typeof(PythonUpper))]

namespace Doorway.Tests.Text;

/// <summary>
/// CPython's str.upper(), asked over the pipes of one process. Bytes that are not UTF-8 pass
/// through it with the error handler surrogateescape (PEP 383).
/// </summary>
public sealed class PythonUpper : IDisposable
{
    // A question is a length and as many bytes; so is its answer. The length -1 asks for all that
    // the Python at hand has assigned: code point, length, and upper case of each.
    const string Script = """
        import struct, sys, unicodedata
        questions, answers = sys.stdin.buffer, sys.stdout.buffer

        def table():
            for code in range(0x110000):
                if unicodedata.category(chr(code)) not in ('Cn', 'Cs'):
                    upper = chr(code).upper().encode()
                    yield struct.pack('<iB', code, len(upper)) + upper

        while head := questions.read(4):
            length, = struct.unpack('<i', head)
            if length < 0:
                answer = b''.join(table())
            else:
                text = questions.read(length).decode('utf-8', 'surrogateescape')
                answer = text.upper().encode('utf-8', 'surrogateescape')
            answers.write(struct.pack('<i', len(answer)) + answer)
            answers.flush()
        """;

    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    readonly Lock _asking = new();
    readonly Lazy<Process> _python = new(Start);
    readonly Lazy<Dictionary<int, byte[]>> _table;

    public PythonUpper() => _table = new(ReadTable);

    /// <summary>
    /// The upper case of every code point that this Python's Unicode version assigns.
    /// </summary>
    internal Dictionary<int, byte[]> Table => _table.Value;

    internal byte[] Upper(ReadOnlySpan<byte> text) => Ask(text.Length, text);

    /// <summary>
    /// Whether a text has no code point that one of the two Unicode versions lacks, ours or
    /// Python's.
    /// </summary>
    internal bool SharesAllOf(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            bool wellFormed = Rune.DecodeFromUtf8(text, out Rune rune, out int length) == 0;
            bool ours = UnicodeData.Instance.IsAssigned(rune.Value);
            if (wellFormed && ours != Table.ContainsKey(rune.Value)) return false;
            text = text[length..];
        }

        return true;
    }

    public void Dispose()
    {
        if (!_python.IsValueCreated) return;
        using Process python = _python.Value;
        python.StandardInput.Close();
        if (!python.WaitForExit(Deadline)) python.Kill();
    }

    static Process Start()
    {
        ProcessStartInfo start = new("python3", ["-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("python3 is needed: apt-get install python3", e);
        }
    }

    Dictionary<int, byte[]> ReadTable()
    {
        Dictionary<int, byte[]> table = [];
        ReadOnlySpan<byte> answer = Ask(-1, []);
        while (!answer.IsEmpty)
        {
            int end = 5 + answer[4];
            table.Add(BinaryPrimitives.ReadInt32LittleEndian(answer), answer[5..end].ToArray());
            answer = answer[end..];
        }

        return table;
    }

    byte[] Ask(int length, ReadOnlySpan<byte> text)
    {
        lock (_asking)
        {
            Process python = _python.Value;
            using Timer deadline =
                new(_ => python.Kill(), null, Deadline, Timeout.InfiniteTimeSpan);
            Span<byte> head = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(head, length);
            python.StandardInput.BaseStream.Write(head);
            python.StandardInput.BaseStream.Write(text);
            python.StandardInput.BaseStream.Flush();
            python.StandardOutput.BaseStream.ReadExactly(head);
            byte[] answer = new byte[BinaryPrimitives.ReadInt32LittleEndian(head)];
            python.StandardOutput.BaseStream.ReadExactly(answer);
            return answer;
        }
    }
}

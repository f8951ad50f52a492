using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Doorway.Bench.Text.Peers;

/// <summary>
/// CPython in a process of its own, which times itself: bytes.decode, str.upper, str.encode.
/// </summary>
sealed class PythonPeer : Peer
{
    readonly Process _process;
    readonly Stream _asked;
    readonly Stream _answers;

    internal PythonPeer(string script)
    {
        _process = Process.Start(new ProcessStartInfo("python3", [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        _asked = _process.StandardInput.BaseStream;
        _answers = _process.StandardOutput.BaseStream;
    }

    /// <summary>Whether there is a python3, and the script.</summary>
    internal static bool IsPresent(string script)
    {
        try
        {
            using Process python = Process.Start(new ProcessStartInfo("python3", ["--version"])
            {
                RedirectStandardOutput = true,
            })!;
            python.WaitForExit();
            return python.ExitCode == 0 && File.Exists(script);
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    internal override string Name => "CPython";

    internal override bool IsFull => true;

    internal override void Take(Pieces pieces)
    {
        Ask($"take {pieces.Text.Length} {pieces.Ranges.Length}");
        foreach (var (start, length) in pieces.Ranges) Ask($"{start} {length}");
        _asked.Write(pieces.Text);
        _asked.Flush();
    }

    internal override double Turns(int count)
    {
        Ask($"turns {count}");
        _asked.Flush();
        return double.Parse(Line(), CultureInfo.InvariantCulture);
    }

    internal override byte[] Upper(ReadOnlySpan<byte> text)
    {
        Ask($"upper {text.Length}");
        _asked.Write(text);
        _asked.Flush();
        byte[] answer = new byte[int.Parse(Line(), CultureInfo.InvariantCulture)];
        _answers.ReadExactly(answer);
        return answer;
    }

    void Ask(FormattableString line) =>
        _asked.Write(Encoding.ASCII.GetBytes(FormattableString.Invariant(line) + "\n"));

    string Line()
    {
        StringBuilder line = new();
        for (int next; (next = _answers.ReadByte()) != '\n'; line.Append((char)next))
            if (next < 0) throw new IOException("CPython ended early.");
        return line.ToString();
    }

    public override void Dispose()
    {
        _asked.Dispose();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5))) _process.Kill();
        _process.Dispose();
        base.Dispose();
    }
}

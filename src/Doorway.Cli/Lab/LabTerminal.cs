using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Lab;

/// <summary>
/// The lab for a person: asks for a line, shows both answers, and under each the calls that client
/// and server made for it.
/// </summary>
sealed class LabTerminal(LabRun lab, Journal journal, Notices notices, Color color)
{
    const int LongestDatagram = 65_507;

    readonly TextWriter _screen = Standard.Screen();
    long _read;

    /// <summary>Asks until the end of input.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        _screen.WriteLine($"A ToUpper server is ready on {string.Join(" and ", lab.Addresses)}.");
        _screen.WriteLine("It made these calls to be reachable:");
        Show(NewCalls());
        _screen.WriteLine(
            "Each line you type goes to it once over UDP and once over TCP. Ctrl-D ends.");
        var lines = new LineReader(Standard.Input(), LongestDatagram);
        int code = ExitCode.Ok;
        while (true)
        {
            _screen.WriteLine();
            _screen.Write(color.Paint(Ink.Prompt, "Input lowercase sentence:") + " ");
            _screen.Flush();
            if (await lines.ReadLineAsync(cancellation) is not { } line)
            {
                break;
            }

            code = await ShowAsync(line, cancellation) ? code : ExitCode.Failed;
        }

        _screen.WriteLine();
        CallTable.Write(journal.Snapshot(), journal.Dropped, _screen);
        return code;
    }

    async Task<bool> ShowAsync(byte[] line, CancellationToken cancellation)
    {
        if (line.Length > LongestDatagram)
        {
            notices.Fail(
                $"TOO-LONG a datagram holds at most {LongestDatagram} bytes; nothing was sent");
            return false;
        }

        LabAnswer udp = await lab.AskUdpAsync(line, cancellation);
        await lab.SettleAsync();
        ShowAnswer(Ink.Udp, "UDP", udp, "one datagram there, one back, no connection");
        Show(NewCalls());
        LabAnswer tcp = await lab.AskTcpAsync(line, cancellation);
        await lab.SettleAsync();
        ShowAnswer(Ink.Tcp, "TCP", tcp, "a connection of its own, closed when both have finished");
        Show(NewCalls());
        if (LabDifference.Between(udp, tcp) is { } difference)
        {
            notices.Fail(difference);
            return false;
        }

        return true;
    }

    void ShowAnswer(Ink ink, string transport, LabAnswer answer, string how)
    {
        string shown = answer.Answer is null
            ? LabDifference.Words(transport, answer) : Escape.Screen(answer.Answer);
        _screen.WriteLine("  " + color.Paint(ink, $"{transport}: {shown}"));
        _screen.WriteLine("    " + color.Paint(Ink.Aside, $"({how})"));
    }

    List<Entry> NewCalls()
    {
        var entries = new List<Entry>();
        _read = journal.Read(_read, entries);
        return entries;
    }

    void Show(List<Entry> calls)
    {
        foreach (string line in CallLadder.Lines(calls, color))
        {
            _screen.WriteLine(line);
        }
    }
}

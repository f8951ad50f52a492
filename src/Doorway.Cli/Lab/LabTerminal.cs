using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Lab;

/// <summary>
/// The lab for a person: asks for a line, shows both answers, and under each the calls that client
/// and server made for it.
/// </summary>
/// <param name="lab">The lab.</param>
/// <param name="input">The lines that are typed.</param>
/// <param name="journal">The calls; null shows the answers alone.</param>
/// <param name="notices">Where failures are said.</param>
/// <param name="color">The colour of what is no data.</param>
sealed class LabTerminal(
    LabRun lab, LabInput input, Journal? journal, Notices notices, Color color)
{
    readonly TextWriter _screen = Standard.Screen();
    long _read;

    /// <summary>Asks until the end of input, or a signal.</summary>
    /// <returns>0 when every line was answered alike, a signal's code, else 1.</returns>
    public async Task<int> RunAsync()
    {
        ShowStart();
        int code = ExitCode.Ok;
        try
        {
            while (await PromptAsync() is { } line)
            {
                code = await ShowAsync(line) ? code : ExitCode.Failed;
            }
        }
        catch (OperationCanceledException) when (input.SignalCode is not null)
        {
            // The line under way stays without an answer.
        }

        _screen.WriteLine();
        if (journal is not null)
        {
            CallTable.Write(journal.Snapshot(), journal.Dropped, _screen);
        }

        return input.SignalCode ?? code;
    }

    void ShowStart()
    {
        if (journal is null)
        {
            return;
        }

        _screen.WriteLine($"A ToUpper server is ready on {string.Join(" and ", lab.Addresses)}.");
        _screen.WriteLine("It made these calls to be reachable:");
        ShowNewCalls();
        _screen.WriteLine(
            "Each line you type goes to it once over UDP and once over TCP. Ctrl-D ends.");
    }

    async Task<byte[]?> PromptAsync()
    {
        if (journal is not null)
        {
            _screen.WriteLine();
        }

        _screen.Write(color.Paint(Ink.Prompt, "Input lowercase sentence:") + " ");
        _screen.Flush();
        return await input.ReadLineAsync();
    }

    async Task<bool> ShowAsync(byte[] line)
    {
        if (line.Length > LabInput.LongestLine)
        {
            notices.Fail(
                $"TOO-LONG a datagram holds at most {LabInput.LongestLine} bytes; "
                + "nothing was sent");
            return false;
        }

        LabAnswer udp = await lab.AskUdpAsync(line, input.Stop);
        await lab.SettleAsync();
        ShowAnswer(Ink.Udp, "UDP", udp, "one datagram there, one back, no connection");
        ShowNewCalls();
        LabAnswer tcp = await lab.AskTcpAsync(line, input.Stop);
        await lab.SettleAsync();
        ShowAnswer(Ink.Tcp, "TCP", tcp, "a connection of its own, closed when both have finished");
        ShowNewCalls();
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
        if (journal is not null)
        {
            _screen.WriteLine("    " + color.Paint(Ink.Aside, $"({how})"));
        }
    }

    void ShowNewCalls()
    {
        if (journal is null)
        {
            return;
        }

        var entries = new List<Entry>();
        _read = journal.Read(_read, entries);
        foreach (string line in CallLadder.Lines(entries, color))
        {
            _screen.WriteLine(line);
        }
    }
}

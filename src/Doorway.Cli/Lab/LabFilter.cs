using System.Text;
using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Lab;

/// <summary>
/// The lab as a filter: one answer a line, once the UDP and the TCP answer have proven equal.
/// </summary>
/// <param name="lab">The lab.</param>
/// <param name="input">The lines to answer.</param>
/// <param name="notices">Where failures are said.</param>
/// <param name="events">Takes the answers instead of standard output, if not null.</param>
/// <param name="report">Takes the answers instead of standard output, if not null.</param>
sealed class LabFilter(
    LabRun lab, LabInput input, Notices notices, JsonEvents? events, LabReport? report)
{
    /// <summary>Answers every line of standard input.</summary>
    /// <returns>0 when every line was answered alike, a signal's code, else 1.</returns>
    public async Task<int> RunAsync()
    {
        await using var output = new BufferedStream(Standard.Output(), 4096);
        int code = ExitCode.Ok;
        try
        {
            for (long number = 1; await input.ReadLineAsync() is { } line; number++)
            {
                report?.AddLine();
                string? failure = line.Length > LabInput.LongestLine
                    ? $"TOO-LONG line {number} has over {LabInput.LongestLine} bytes "
                        + "and does not fit into a datagram"
                    : await AnswerAsync(line, number, output);
                if (failure is not null)
                {
                    notices.Fail(failure);
                    report?.AddFailure(failure);
                    code = ExitCode.Failed;
                }
            }
        }
        catch (OperationCanceledException) when (input.SignalCode is not null)
        {
            // The line under way stays without an answer.
        }

        return input.SignalCode ?? code;
    }

    async Task<string?> AnswerAsync(byte[] line, long number, BufferedStream output)
    {
        LabAnswer udp = await lab.AskUdpAsync(line, input.Stop);
        LabAnswer tcp = await lab.AskTcpAsync(line, input.Stop);
        string? difference = LabDifference.Between(udp, tcp);
        if (difference is not null)
        {
            return $"line {number}: {difference}";
        }

        if (events is null && report is null)
        {
            // An answer is written whole or not at all.
            await output.WriteAsync(udp.Answer!, CancellationToken.None);
            await output.WriteAsync("\n"u8.ToArray(), CancellationToken.None);
            await output.FlushAsync(CancellationToken.None);
            return null;
        }

        string text = Encoding.UTF8.GetString(udp.Answer!);
        report?.AddAnswer(text);
        events?.Write("answer", json =>
        {
            json.WriteNumber("line", number);
            json.WriteString("text", text);
        });
        return null;
    }
}

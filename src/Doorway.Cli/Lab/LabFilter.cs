using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Lab;

/// <summary>
/// The lab as a filter: one answer a line, once the UDP and the TCP answer have proven equal.
/// </summary>
sealed class LabFilter(LabRun lab, Notices notices, JsonEvents? events)
{
    const int LongestDatagram = 65_507;

    /// <summary>Answers every line of standard input.</summary>
    /// <returns>0 when every line was answered alike, else 1.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var lines = new LineReader(Standard.Input(), LongestDatagram);
        await using var output = new BufferedStream(Standard.Output(), 4096);
        int code = ExitCode.Ok;
        for (long number = 1; await lines.ReadLineAsync(cancellation) is { } line; number++)
        {
            string? failure = line.Length > LongestDatagram
                ? $"TOO-LONG line {number} has over {LongestDatagram} bytes "
                    + "and does not fit into a datagram"
                : await AnswerAsync(line, number, output, cancellation);
            if (failure is not null)
            {
                notices.Fail(failure);
                code = ExitCode.Failed;
            }
        }

        return code;
    }

    async Task<string?> AnswerAsync(
        byte[] line, long number, Stream output, CancellationToken cancellation)
    {
        LabAnswer udp = await lab.AskUdpAsync(line, cancellation);
        LabAnswer tcp = await lab.AskTcpAsync(line, cancellation);
        string? difference = LabDifference.Between(udp, tcp);
        if (difference is not null)
        {
            return $"line {number}: {difference}";
        }

        if (events is null)
        {
            await output.WriteAsync(udp.Answer!, cancellation);
            await output.WriteAsync("\n"u8.ToArray(), cancellation);
            await output.FlushAsync(cancellation);
        }

        events?.Write("answer", json =>
        {
            json.WriteNumber("line", number);
            json.WriteString("text", System.Text.Encoding.UTF8.GetString(udp.Answer!));
        });
        return null;
    }
}

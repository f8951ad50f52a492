using System.Net.Sockets;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Lab;

/// <summary>How the UDP and the TCP answer to a line differ.</summary>
static class LabDifference
{
    const int Shown = 60;

    /// <summary>The difference in words; null when both answered the same.</summary>
    public static string? Between(LabAnswer udp, LabAnswer tcp)
    {
        if (udp.Answer is not null && tcp.Answer is not null)
        {
            int at = udp.Answer.AsSpan().CommonPrefixLength(tcp.Answer);
            return udp.Answer.Length == tcp.Answer.Length && at == udp.Answer.Length
                ? null
                : $"the answers differ from byte {at + 1} on: "
                    + $"UDP \"{Escape.Line(udp.Answer, Shown)}\", "
                    + $"TCP \"{Escape.Line(tcp.Answer, Shown)}\"";
        }

        return udp.Answer is null && tcp.Answer is null
            ? $"no answer: {Words("UDP", udp)}, {Words("TCP", tcp)}"
            : udp.Answer is null
                ? $"{Words("UDP", udp)}, while TCP answered \"{Escape.Line(tcp.Answer!, Shown)}\""
                : $"{Words("TCP", tcp)}, while UDP answered \"{Escape.Line(udp.Answer, Shown)}\"";
    }

    /// <summary>Why there was no answer.</summary>
    public static string Words(string transport, LabAnswer answer) => answer.Error switch
    {
        SocketError.TimedOut => $"TIMEOUT over {transport}",
        SocketError.MessageSize => $"TOO-LONG for {transport}",
        _ => $"{Failure.Word(answer.Error)} over {transport}",
    };
}

using System.Text;
using Doorway.Tests.Command;

namespace Doorway.Tests.Peers;

/// <summary>
/// What a person with a table of telnet's bytes does (RFC 854): answers each DO with WONT and each
/// WILL with DONT, once, until the server gives up negotiating and shows its prompt.
/// </summary>
static class TelnetRefusal
{
    const byte Iac = 255, Dont = 254, Do = 253, Wont = 252, Will = 251;

    public static async Task AnswerUntilAsync(ChildProcess client, string prompt)
    {
        int seen = 0;
        DateTime end = DateTime.UtcNow + Deadline.Default;
        while (true)
        {
            byte[] received = client.Output.Bytes;
            if (Encoding.ASCII.GetString(received).Contains(prompt))
                return;
            Assert.True(DateTime.UtcNow < end && !client.HasExited,
                $"no prompt; so far {Convert.ToHexString(received)} {client.Errors.Text}");
            byte[] answer = [.. Refusals(received.AsSpan(seen), out int used)];
            seen += used;
            if (answer.Length > 0)
                await client.WriteAsync(answer);
            await Task.Delay(10);
        }
    }

    static List<byte> Refusals(ReadOnlySpan<byte> received, out int used)
    {
        var answer = new List<byte>();
        used = 0;
        while (used < received.Length)
        {
            if (received[used] != Iac)
            {
                used++;
                continue;
            }
            if (received.Length - used < 3)
                break;
            if (received[used + 1] is Do or Will)
            {
                byte refusal = received[used + 1] == Do ? Wont : Dont;
                answer.AddRange([Iac, refusal, received[used + 2]]);
            }
            used += 3;
        }
        return answer;
    }
}

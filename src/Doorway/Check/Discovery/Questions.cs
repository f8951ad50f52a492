using System.Text;

namespace Doorway.Check;

/// <summary>
/// What a client asks at its keyboard before it sends anything: seen by typing one line, and
/// looking whether it then asks something else.
/// </summary>
/// <param name="First">What it asked first.</param>
/// <param name="Second">What it asked when it had that, and had sent nothing.</param>
sealed record Questions(string First, string Second)
{
    const int NameServicePort = 53;
    static readonly TimeSpan MuchForAStart = TimeSpan.FromSeconds(1.5);

    /// <summary>Starts the client and types a line; null where it asks nothing more, or that is
    /// not sure.</summary>
    /// <param name="trial">Where it is started.</param>
    public static Questions? Of(Trial trial)
    {
        // Where its first answers are given, the next question is for the message.
        if (!trial.Wire.IsHeard || trial.Traits is not { Typed: "", Input.Count: 0 })
        {
            return null;
        }

        try
        {
            using IDisposable door = trial.Traits.Transport == Transport.Tcp
                ? trial.Listen() : trial.Bind();
            trial.Patience.Work = () => new Restlessness(trial.Subject, MuchForAStart);
            Subject client = trial.Start();
            if (!trial.Until(() => LastLine(client).Length > 0))
            {
                // What stands in an output buffer is not seen: nothing is known then.
                return null;
            }

            string first = LastLine(client);
            int shown = client.Output.Bytes.Length;

            // A port as well as a name, which every name and address is led to us by.
            client.Type($"{trial.Traits.Port}\n");
            trial.Until(() => client.HasExited || HasSent(trial, door));
            bool isAsked = !client.HasExited && !HasSent(trial, door)
                && client.Output.Bytes.Length > shown && client.Errors.Total == 0;
            string second = LastLine(client, shown);

            // The same question again is the next round.
            return isAsked && IsOther(first, second) && Reads(trial, door)
                ? new Questions(first, second) : null;
        }
        catch (Exception unknown) when (
            unknown is SubjectGoneException or OutOfTimeException
                or System.Net.Sockets.SocketException)
        {
            return null;
        }
    }

    // What ends with a colon may also stand before an answer that is waited for in vain.
    static bool Reads(Trial trial, IDisposable door)
    {
        Subject client = trial.Subject!;
        long shown = client.Output.Total + client.Errors.Total;
        client.Type($"{trial.Traits.Port}\n");
        return trial.Until(() => client.HasExited || HasSent(trial, door)
            || client.Output.Total + client.Errors.Total > shown);
    }

    static bool IsOther(string first, string second) =>
        second.TrimEnd() is { Length: > 0 } asked
            && asked[^1] is ':' or '?' or '>' or '='
            && !first.Contains(asked, StringComparison.Ordinal);

    // A question has no newline behind it: the cursor waits there.
    static string LastLine(Subject client, int from = 0)
    {
        string text = Encoding.UTF8.GetString(client.Output.Bytes.AsSpan(from));
        return text[(text.LastIndexOf('\n') + 1)..];
    }

    // Name service is no message of its own.
    static bool HasSent(Trial trial, IDisposable door) =>
        door is UdpPeer { HasDatagram: true } || trial.Wire.Frames.Any(frame =>
            frame.Data.Length > 0 && frame.Destination.Port != NameServicePort
                && frame.Source.Port != NameServicePort);
}

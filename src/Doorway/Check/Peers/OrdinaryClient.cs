using System.Net.Sockets;

namespace Doorway.Check;

/// <summary>
/// A client as every server expects one: it asks, reads the answer and closes. It tells whether a
/// server still serves, whatever it answers: any byte will do.
/// </summary>
static class OrdinaryClient
{
    const string Hello = "hello, again";
    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    /// <summary>Comes once.</summary>
    /// <returns>Null where it was served; else what came instead, the end of a sentence.</returns>
    public static string? Ask(Trial trial)
    {
        var work = new Restlessness(trial.Subject);
        TcpPeer peer;
        try
        {
            peer = trial.Connect();
        }
        catch (SocketException failure)
        {
            return Gone(trial) ?? $"could not connect ({failure.SocketErrorCode})";
        }

        using (peer)
        {
            return Served(trial, peer, work);
        }
    }

    /// <summary>Comes so many times.</summary>
    /// <returns>Null where it was served each time; else what came instead.</returns>
    public static string? Ask(Trial trial, int times)
    {
        string? failure = null;
        for (int i = 0; i < times && failure is null; i++)
        {
            failure = Ask(trial);
        }

        return failure;
    }

    static string? Served(Trial trial, TcpPeer peer, Restlessness work)
    {
        bool isGreeted = trial.Traits.Profile == CheckProfile.Greeting;
        byte[] message = trial.Message(Hello);
        if (!isGreeted)
        {
            peer.Send(message);
        }

        bool came = trial.Patience.Wait(
            time => peer.Socket.Poll(time, SelectMode.SelectRead) || work.IsSure);
        if (came && !peer.Socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
        {
            return "got no answer: the program turned in a loop, and used "
                + $"{work.Used.TotalMilliseconds:0} ms of processor time meanwhile";
        }

        Reading answer = isGreeted
            ? peer.ReadAll() : peer.Read(trial.Traits.Manner.Answer(message).Length);
        return answer.Bytes.Length > 0 ? null : Gone(trial) ?? answer.End switch
        {
            ReadEnd.EndOfFile => "was let in, and its connection closed without an answer",
            ReadEnd.Reset => "had its connection reset",
            _ => "got no answer, though the program only waited",
        };
    }

    /// <summary>Connects; null where it is refused or not let in.</summary>
    public static TcpPeer? TryConnect(Trial trial)
    {
        try
        {
            return trial.Connect();
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>How the program ended, where it has; it gets the time that it takes to.</summary>
    public static string? Gone(Trial trial)
    {
        var work = new Restlessness(trial.Subject);
        return trial.Subject is { } subject && trial.Until(() => subject.HasExited || work.IsSure)
            && subject.HasExited ? $"found no server: the program {subject.Exit}" : null;
    }

    /// <summary>
    /// Waits for the program's end, as far as one is to be expected.
    /// </summary>
    /// <returns>How much processor time it used where it turns in a loop; else null.</returns>
    public static TimeSpan? Turned(Trial trial)
    {
        try
        {
            trial.Until(() => trial.Subject is null or { HasExited: true });
            return null;
        }
        catch (RestlessException turned)
        {
            return turned.Used;
        }
    }

    /// <summary>
    /// Lets the program do all that it has to do about what has happened so far: until it waits,
    /// has ended, or turns in a loop.
    /// </summary>
    /// <returns>False where it turns in a loop.</returns>
    public static bool LetFinish(Trial trial)
    {
        const int Looks = 2;
        var work = new Restlessness(trial.Subject);
        int idle = 0;
        trial.Patience.Wait(_ =>
        {
            Thread.Sleep(Glance);
            idle = trial.Subject is { } subject && !subject.HasExited && !subject.IsWaiting()
                ? 0 : idle + 1;
            return idle == Looks || work.IsBeyondDoubt;
        });
        return idle == Looks;
    }
}

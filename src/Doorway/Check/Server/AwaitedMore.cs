using System.Net.Sockets;

namespace Doorway.Check.Server;

/// <summary>What a server that does not answer a message waits for.</summary>
enum AwaitedMore
{
    /// <summary>Nothing: it answered at once, or never.</summary>
    Nothing,

    /// <summary>A newline.</summary>
    Newline,

    /// <summary>The end of the stream.</summary>
    End,
}

/// <summary>Finds it out: by giving the server a newline, and then the end.</summary>
static class AwaitedMoreProbe
{
    /// <summary>Starts the server and asks it.</summary>
    /// <returns>What it waited for, what was sent, and what came then.</returns>
    public static (AwaitedMore More, byte[] Message, Reading Answer) Find(Trial trial)
    {
        trial.Serve();
        using TcpPeer peer = trial.Connect();
        byte[] message = trial.Message("is this all?");
        peer.Send(message);
        Reading answer = peer.Read(1);
        if (answer.End != ReadEnd.Quiet)
        {
            return (AwaitedMore.Nothing, message, answer);
        }

        peer.Send("\n"u8);
        answer = peer.Read(1);
        if (answer.End == ReadEnd.Enough)
        {
            return (AwaitedMore.Newline, message, answer);
        }

        answer = answer.End == ReadEnd.Quiet ? peer.ReadToEnd() : answer;
        return (
            answer.Bytes.Length > 0 ? AwaitedMore.End : AwaitedMore.Nothing, message, answer);
    }

    /// <summary>Whether a server's silence is another case's finding, and which.</summary>
    public static string? Finding(Trial trial)
    {
        try
        {
            CheckCase? found = Find(trial).More switch
            {
                AwaitedMore.Newline => new WaitsForNewline(),
                AwaitedMore.End => new WaitsForEnd(),
                _ => null,
            };
            return found?.LevelFor(trial.Traits) is null ? null : found.Id;
        }
        catch (Exception gone) when (
            gone is SubjectGoneException or OutOfTimeException or SocketException)
        {
            return null;
        }
    }
}

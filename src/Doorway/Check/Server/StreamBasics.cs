using System.Net.Sockets;
using System.Text;

namespace Doorway.Check.Server;

/// <summary>
/// What the finer cases about the stream build on. Where it isn't there, another case has found it
/// already, and the finer one can't tell.
/// </summary>
static class StreamBasics
{
    /// <summary>Pieces of a message are put together again.</summary>
    /// <returns>The verdict where they are not; null where all is well.</returns>
    public static Verdict? Pieces(Trial trial, TcpPeer peer)
    {
        byte[] message = trial.Message("in two");
        byte[] expected = trial.Traits.Manner.Answer(message);
        peer.Send(message.AsSpan(0, 3));
        peer.Settle();
        peer.Send(message.AsSpan(3));
        return peer.Read(expected.Length).Is(expected) ? null : Verdict.Skipped(
            "It needs a message in two pieces to be answered: see tcp/stream/split-write.");
    }

    /// <summary>Several lines in one segment are each answered.</summary>
    /// <returns>The verdict where they are not; null where all is well.</returns>
    public static Verdict? LinesTogether(Trial trial, TcpPeer peer)
    {
        byte[] expected = Answers(trial.Traits, ["these", "come", "together"], out byte[] message);
        peer.Send(message);
        return peer.Read(expected.Length).Is(expected) ? null : OneLine(trial) ?? Verdict.Skipped(
            "It needs several lines in one segment to be answered: see tcp/stream/lines-together.");
    }

    /// <summary>A second message on a connection is answered.</summary>
    /// <returns>
    /// The verdict of a case that failed, where none is; null where that is not why it failed.
    /// </returns>
    public static Verdict? OneLine(Trial trial)
    {
        if (trial.Traits.Profile != CheckProfile.Line)
        {
            return null;
        }

        try
        {
            (Reading first, Reading second, _) = OneLineOnly.Talk(trial);
            return first.Bytes.Length == 0 || second.Bytes.Length > 0 ? null : Verdict.Skipped(
                "It answers one line on a connection: see tcp/stream/one-line.");
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>Lines, and the answers that this program gives to them.</summary>
    public static byte[] Answers(Traits traits, IEnumerable<string> lines, out byte[] message)
    {
        List<byte> asked = [];
        List<byte> answered = [];
        foreach (string line in lines)
        {
            byte[] one = Encoding.UTF8.GetBytes(line + "\n");
            asked.AddRange(one);
            answered.AddRange(traits.Manner.Answer(one));
        }

        message = [.. asked];
        return [.. answered];
    }

    /// <summary>A wrong answer, and whatever else comes: the whole of it is the evidence.</summary>
    public static Reading WithRest(Reading answer, TcpPeer peer)
    {
        Reading rest = peer.ReadToEnd();
        return new Reading([.. answer.Bytes, .. rest.Bytes], rest.End);
    }

    /// <summary>Bytes as they are told of: "1 byte", "18 bytes", "3,000 bytes".</summary>
    public static string Count(int bytes) => bytes == 1
        ? "1 byte"
        : string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{bytes:N0} bytes");

    /// <summary>How a reading ended, as the end of a sentence. What a program does that runs
    /// already is not seen.</summary>
    public static string Then(Trial trial, ReadEnd end) => end switch
    {
        ReadEnd.EndOfFile => ", then the end of the connection",
        ReadEnd.Reset => ", then a reset",
        ReadEnd.Quiet when trial.Traits.IsStartedByUs =>
            ", then nothing more, although the program waits itself",
        ReadEnd.Quiet => ", then nothing more",
        _ => "",
    };
}

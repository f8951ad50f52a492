using System.Text;

namespace Doorway.Check.Server;

/// <summary>A requirement on a server that answers datagrams.</summary>
abstract class DatagramCase : CheckCase
{
    public sealed override CheckRole Role => CheckRole.Server;

    /// <summary>How much is asked of every UDP server.</summary>
    protected abstract CheckLevel Level { get; }

    public override CheckLevel? LevelFor(Traits traits) => traits.IsUdpServer ? Level : null;

    /// <summary>
    /// An ordinary message. All have one length, so that a server that mixes up the lengths of
    /// successive datagrams does so only in the cases that are about it.
    /// </summary>
    protected static byte[] Question(int number) =>
        Encoding.ASCII.GetBytes($"Question {number:000}");

    /// <summary>Asks an ordinary question, and tells whether it is answered as always.</summary>
    protected static bool IsAnswered(Trial trial, UdpPeer peer, int number)
    {
        byte[] question = Question(number);
        byte[] expected = trial.Traits.Manner.Answer(question);
        return peer.Ask(question, expected) is { } answer && answer.Is(expected);
    }

    /// <summary>
    /// The verdict where a server doesn't even answer two ordinary questions of one client: what
    /// the case is about can't be told from that fault, which is another case's finding.
    /// </summary>
    protected static Verdict? Unready(Trial trial, UdpPeer peer) =>
        IsAnswered(trial, peer, 1) && IsAnswered(trial, peer, 2)
            ? null
            : Verdict.Skipped("It does not answer two ordinary datagrams in a row.");

    /// <summary>
    /// Whether an ordinary question is answered, somehow, after a strange datagram that was sent
    /// before, which itself may be answered or not.
    /// </summary>
    protected static bool IsAliveAfter(Trial trial, UdpPeer peer)
    {
        _ = peer.Receive();
        byte[] question = Question(3);
        return peer.Ask(question, trial.Traits.Manner.Answer(question)) is not null;
    }

    /// <summary>What became of a program that answers no more, for the end of a sentence.</summary>
    protected static string Fate(Trial trial) => trial.Subject?.Exit is { } exit
        ? $"the program {exit}"
        : "the program did not answer the next datagram";
}

using System.Text;

namespace Doorway.Check.Client.Tcp;

/// <summary>
/// A requirement on what a client sends of one typed line: the same conversation for each, of which
/// one way of sending is this case's own.
/// </summary>
abstract class SentCase : TcpClientCase
{
    /// <summary>What is typed.</summary>
    protected const string Line = "hello small world 42";

    /// <inheritdoc/>
    protected override CheckLevel? LevelOf(CheckProfile profile) =>
        profile == CheckProfile.Greeting ? null : CheckLevel.Must;

    /// <inheritdoc/>
    internal sealed override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        byte[] heard = talk.Ask(Line);

        // What is sent in a call of its own is with it.
        talk.Calm();
        while (talk.Peer.Ended is null && talk.Peer.Receive(TimeSpan.Zero))
        {
        }

        byte[] rest = talk.Peer.Read(talk.Peer.Unread).Bytes;
        return Judge(Sent.Of(Line, [.. heard, .. rest]));
    }

    /// <summary>Judges what came.</summary>
    protected abstract Verdict Judge(Sent sent);

    /// <summary>A failure, with what was typed beside what came.</summary>
    protected static Verdict Failed(string symptom, Sent sent) => Verdict.Failed(
        symptom, new Evidence.Difference(Encoding.UTF8.GetBytes(Line), sent.Body));
}

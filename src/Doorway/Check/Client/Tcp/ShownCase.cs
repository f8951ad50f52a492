namespace Doorway.Check.Client.Tcp;

/// <summary>
/// A requirement on how one short answer looks on the screen: the same conversation for each, of
/// which one way of showing is this case's own.
/// </summary>
abstract class ShownCase : TcpClientCase
{
    /// <inheritdoc/>
    internal sealed override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        string answer = Answer(talk);
        return Judge(talk.Client, talk.Find(answer), answer);
    }

    /// <summary>What is typed.</summary>
    protected const string Line = "hello from the keyboard";

    /// <summary>Types the line and answers it; gives the answer.</summary>
    private protected virtual string Answer(TcpTalk talk) => talk.Once(Line);

    /// <summary>Judges what was seen.</summary>
    protected abstract Verdict Judge(Subject client, Sighting seen, string answer);

    /// <summary>What it printed, as evidence.</summary>
    protected static Evidence Output(Subject client) => new Evidence.Text(
        "its standard output", client.Output.Text.TrimEnd('\n').Split('\n'));
}

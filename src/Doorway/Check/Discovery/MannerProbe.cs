using System.Text;

namespace Doorway.Check;

/// <summary>Asks a server a few short messages, to learn what it does to them.</summary>
static class MannerProbe
{
    /// <summary>
    /// The answers: two in ASCII, then one beyond. A server that is gone after one is started again
    /// for the next.
    /// </summary>
    public static IReadOnlyList<Asking> Ask(Stage stage, Traits traits)
    {
        if (traits.IsStartedByUs
            && (traits.Transport == Transport.Udp || traits.TakesLong))
        {
            return AskApart(stage, traits);
        }

        var askings = new List<Asking>();
        Queue<string> messages = new([.. MannerReader.Messages, MannerReader.Foreign]);
        while (messages.Count > 0)
        {
            bool isFirst = askings.Count == 0;
            askings.AddRange(
                stage.Try(traits, trial => AskSome(trial, messages, isFirst))[0]);
            if (askings is [{ IsAnswered: false }, ..] or [.., { IsOutOfTime: true }])
            {
                // No more is learned by asking again.
                return askings;
            }
        }

        return askings;
    }

    // What a UDP server answers may depend on the datagram before, which has cases of its own:
    // each message goes to another instance. So it does where each takes seconds.
    static Asking[] AskApart(Stage stage, Traits traits) => [.. stage.Try(traits, [..
        from text in (string[])[.. MannerReader.Messages, MannerReader.Foreign]
        select (Func<Trial, Asking>)(trial => AskSome(
            trial, new Queue<string>([text]), isFirst: true)[0])])];

    // As many as one instance of it answers; one at least is taken.
    static List<Asking> AskSome(Trial trial, Queue<string> messages, bool isFirst)
    {
        var askings = new List<Asking>();
        try
        {
            trial.Serve();
            while (messages.TryPeek(out string? text))
            {
                var asking = Asking.Of(
                    trial, trial.Message(text), isPatient: isFirst);
                if (!asking.IsAnswered && askings.Count > 0)
                {
                    // Perhaps because of the one before.
                    return askings;
                }

                askings.Add(asking);
                messages.Dequeue();
            }
        }
        catch (Exception gone) when (gone is SubjectGoneException or OutOfTimeException)
        {
            if (askings.Count == 0)
            {
                askings.Add(new Asking
                {
                    Message = Encoding.UTF8.GetBytes(messages.Dequeue()),
                    IsOutOfTime = gone is OutOfTimeException,
                    Exit = trial.Subject?.Exit,
                    LastWords = trial.Subject is { } subject
                        ? Running.LastWords.Of(subject) : [],
                    Trace = trial.Trace.Events,
                });
            }
        }

        return askings;
    }
}

namespace Doorway.Check;

/// <summary>
/// The moment to type: a person types once the program waits. What comes before that may be lost: a
/// line that is there before Node's rl.question is called is given to nobody.
/// </summary>
static class Prompt
{
    const int Sure = 2;
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until the program waits, has ended, or turns in a loop.</summary>
    public static void Await(Trial trial, Subject subject)
    {
        var work = new Restlessness(subject);
        int looks = 0;
        while (looks < Sure && !subject.HasExited && !work.IsSure && trial.Left > TimeSpan.Zero)
        {
            Thread.Sleep(Look);
            looks = subject.IsWaiting() ? looks + 1 : 0;
        }
    }
}

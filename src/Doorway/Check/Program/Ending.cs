namespace Doorway.Check.Program;

/// <summary>The end of a program that is asked for it.</summary>
static class Ending
{
    static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    /// <summary>Sends SIGTERM, and waits.</summary>
    /// <returns>
    /// Whether it ends; false once it has slept or worked for 2 seconds. Time in which it waits
    /// for a processor does not count: on a busy machine that is most of it.
    /// </returns>
    /// <exception cref="OutOfTimeException">The case's time is over.</exception>
    public static bool ComesOnSigterm(Trial trial)
    {
        Subject subject = trial.Subject!;
        var work = new Restlessness(subject);
        subject.Terminate();
        var idle = new IdleTime(Patience.Step);
        while (subject.WaitForExit(Patience.Step) is null)
        {
            idle.Look(subject.IsIdle());
            if (idle.Total + work.Used >= Time)
            {
                // It may have ended since.
                return subject.WaitForExit(TimeSpan.Zero) is not null;
            }

            if (trial.Left == TimeSpan.Zero)
            {
                throw new OutOfTimeException();
            }
        }

        return true;
    }
}

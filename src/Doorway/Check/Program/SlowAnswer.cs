namespace Doorway.Check.Program;

/// <summary>A server sleeps before it answers.</summary>
sealed class SlowAnswer : ProgramCase
{
    static readonly TimeSpan Most = TimeSpan.FromMilliseconds(400);

    public override string Id => "program/slow-answer";

    public override string Title => "Sleeps before it answers";

    public override string Requirement =>
        "A message that has arrived whole is answered at once.";

    public override string Source => "recv(2): it returns what is there, and waits for no more";

    public override CheckLevel? LevelFor(Traits traits) =>
        traits is
        {
            Role: CheckRole.Server, Profile: not (CheckProfile.Greeting
            or CheckProfile.TwoWay)
        } ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Upper case takes microseconds. A server that sleeps in between keeps each client "
            + "waiting, and one that serves a client at a time keeps all behind it waiting too.",
        How = "A short message is sent, and the time is taken in which the server sleeps before "
            + "the first byte of its answer. Time in which it works does not count.",
        Causes =
        [
            "There is a sleep in the program, often to give the rest of a message time to arrive.",
            "A receive with a timeout is waited out, although the whole message is there.",
            "A name is looked up for each client, such as by getfqdn or getHostName.",
        ],
        Fix = "Answer as soon as the message is there. Where its end can't be told, agree on a "
            + "delimiter; a pause is none.",
    };

    internal override Verdict Run(Trial trial)
    {
        if (trial.Traits.Askings.Where(one => one.IsAnswered && one.Idle >= Most).MaxBy(
            one => one.Idle) is not { } slowest)
        {
            return Verdict.Passed;
        }

        trial.Trace.Adopt(slowest.Trace);
        return Verdict.Failed(
            $"The answer to {slowest.Message.Length} bytes took {slowest.Time.TotalSeconds:0.0} s; "
            + $"the program slept {slowest.Idle.TotalSeconds:0.0} s of them.");
    }
}

namespace Doorway.Check.Program;

/// <summary>A server is ended by a signal in ordinary use.</summary>
sealed class DiesOfSignal : ProgramCase
{
    const int Kill = 9, Terminate = 15;

    public override string Id => "program/signal";

    public override string Title => "Is ended by a signal";

    public override string Requirement => "An ordinary message does not end the program.";

    public override string Source => "signal(7)";

    public override CheckLevel? LevelFor(Traits traits) =>
        IsOurServer(traits) && traits.Profile is not (CheckProfile.Greeting or CheckProfile.TwoWay)
            ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A signal such as SIGSEGV ends the whole program, with all its clients. What causes "
            + "it, a write beyond an array or through a null pointer, is also what attackers look "
            + "for.",
        How = "Three short messages are sent, and it is seen whether the program still runs.",
        Causes =
        [
            "SIGSEGV or SIGABRT: memory is used that is not the program's own: an array that is "
                + "too short, a pointer that was never set, a result that was not checked.",
            "SIGPIPE: it writes to a connection that the other side has closed.",
            "SIGFPE: a division by zero.",
        ],
        Fix = "In C or C++, compile with -g -fsanitize=address,undefined and run it again: it "
            + "mostly names the line. Check what each call returns.",
    };

    internal override Verdict Run(Trial trial)
    {
        Asking? last = trial.Traits.Askings.FirstOrDefault(
            one => one.Exit is { Signal: > 0 and not (Kill or Terminate) });
        if (last is null)
        {
            return Verdict.Passed;
        }

        trial.Trace.Adopt(last.Trace);
        return Verdict.Failed(new Finding
        {
            Symptom = $"The program {last.Exit} after a message of {last.Message.Length} bytes.",
            Evidence = Printed(last.LastWords),
        });
    }
}

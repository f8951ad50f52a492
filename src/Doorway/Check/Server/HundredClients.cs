namespace Doorway.Check.Server;

/// <summary>A hundred clients come at the same time.</summary>
sealed class HundredClients : CheckCase
{
    const int Clients = 100;

    // A SYN-ACK that met a full backlog is sent again after a second (tcp(7)).
    const int LastChances = 6;

    public override string Id => "tcp/clients/hundred";

    public override string Title => "Fails when a hundred clients come at once";

    public override string Requirement =>
        "A hundred clients at once are all answered, at the same time or one after another.";

    public override string Source => "listen(2), accept(2), select(2) (FD_SETSIZE)";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) => traits.IsTcpServer(
        CheckProfile.Textbook, CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A class of a hundred that presses Enter together is a small load. A server that has "
            + "room for ten in an array, or ends with the first client it has no room for, worked "
            + "in every test with one client.",
        How = "A hundred clients connect at once and ask; where the backlog is full they try again "
            + "after a moment. They stay until all are answered; if the server takes one at a "
            + "time, those who were answered leave, so that the others get their turn. A short "
            + "backlog is only a delay, and is not counted.",
        Causes =
        [
            "The clients are kept in an array of a fixed length.",
            "Somebody is sent away from a certain number on.",
            "An error of accept, or of starting a thread, ends the program.",
        ],
        Fix = "Keep clients in a collection that grows. If there is a limit, let the others wait "
            + "in the backlog: accept again when somebody has left.",
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        if (OrdinaryClient.Ask(trial, 2) is { } reason)
        {
            return Verdict.Skipped($"an ordinary client {reason}");
        }

        using var crowd = new Crowd(trial, Clients);
        int chances = LastChances;
        while (!crowd.IsDone && chances > 0)
        {
            if (!trial.Patience.Wait(crowd.Step) && !crowd.Leave())
            {
                chances--;
            }
        }

        crowd.Leave();
        return crowd.Answered == Clients ? Verdict.Passed
            : crowd.HasStray
            ? Verdict.Skipped($"it fails at something simpler: {new MixedUp().Id}")
            : Verdict.Failed(
                $"{crowd.Answered} of {Clients} clients were answered; {crowd.TurnedAway} had "
                    + "their "
                + $"connections ended without an answer{Exit(trial)}.");
    }

    static string Exit(Trial trial) =>
        trial.Subject is { HasExited: true, Exit: { } exit } ? $", and the program {exit}" : "";
}

namespace Doorway.Check.Server;

/// <summary>A second instance gets the same port, and takes datagrams away.</summary>
sealed class SharedPort : DatagramCase
{
    public override string Id => "udp/bind/shared-port";

    public override string Title => "Lets a second instance take its port";

    public override string Requirement =>
        "A server that is started twice says that its port is taken.";

    public override string Source => "socket(7): SO_REUSEPORT, SO_REUSEADDR; bind(2): EADDRINUSE";

    protected override CheckLevel Level => CheckLevel.Note;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsStartedByUs ? base.LevelFor(traits) : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "With SO_REUSEPORT, and on UDP with SO_REUSEADDR too, two sockets may be bound to "
            + "one port. An old instance that was forgotten then takes part or all of the "
            + "datagrams, and one changes a program that isn't the one that answers. UDP has no "
            + "TIME_WAIT: without these options a server can be restarted at once just the same.",
        How = "The program is started a second time while the first one runs. Acceptable: the "
            + "second one ends, or tries another port.",
        Causes =
        [
            "SO_REUSEADDR or SO_REUSEPORT is set, as one does for TCP.",
            "In C#, ReuseAddress sets both.",
        ],
        Fix = "Leave both options out, unless several sockets are to share the load on purpose.",
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        if (!IsAnswered(trial, trial.Open(), 1))
        {
            return Verdict.Skipped("It does not answer an ordinary datagram.");
        }

        Subject first = trial.Subject!;
        Subject second = trial.Start();
        bool isShared = false;
        trial.Until(() => second.HasExited || (isShared = second.Sockets().Any(
            socket => socket.Transport == Transport.Udp
                && socket.Local.Port == trial.Traits.Port)));
        return isShared && !first.HasExited
            ? Verdict.Failed($"A second instance was started, and has udp/{trial.Traits.Port} too.")
            : Verdict.Passed;
    }
}

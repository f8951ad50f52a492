using System.Diagnostics;
using System.Net;

namespace Doorway.Check;

/// <summary>How a server started: what it opened, and what it needed for that.</summary>
sealed record FirstLook
{
    // Who has opened one door and waits opens no other.
    static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(150);
    static readonly TimeSpan BeforeTyping = TimeSpan.FromMilliseconds(400);
    static readonly TimeSpan GivesUp = TimeSpan.FromSeconds(3);
    static readonly TimeSpan GivesUpSleeper = TimeSpan.FromSeconds(4.5);
    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    const int MostTyped = 3;

    // Far more than a program uses from one rest to the next.
    static readonly TimeSpan MuchWithoutRest = TimeSpan.FromMilliseconds(300);

    /// <summary>The sockets at which it may be reached.</summary>
    public IReadOnlyList<SocketSeen> Doors { get; init; } = [];

    /// <summary>How long it took until the door was there.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>For how much of that time it slept.</summary>
    public TimeSpan Idle { get; init; }

    /// <summary>
    /// How much processor time it used without a rest, where nothing was asked of it; null where it
    /// rested, or that was not seen.
    /// </summary>
    public TimeSpan? Turned { get; init; }

    /// <summary>What a client asks before it sends anything, where it asks for more than one
    /// line.</summary>
    public Questions? Questions { get; init; }

    /// <summary>What stood on its screen, after the last newline, when it was typed at first.
    /// </summary>
    public string Prompt { get; init; } = "";

    /// <summary>What had to be typed before it opened a door; mostly nothing.</summary>
    public string Typed { get; init; } = "";

    /// <summary>What it had printed by then.</summary>
    public string Shown { get; init; } = "";

    /// <summary>How it ended; null where it runs.</summary>
    public SubjectExit? Exit { get; init; }

    /// <summary>What it printed on its standard error, the last lines.</summary>
    public IReadOnlyList<string> LastWords { get; init; } = [];

    /// <summary>What was done and seen.</summary>
    public IReadOnlyList<TraceEvent> Trace { get; init; } = [];

    /// <summary>Why it could not even be started; null where it was.</summary>
    public string? Refused { get; init; }

    /// <summary>Whether it can be checked at all.</summary>
    public bool HasStarted { get; init; } = true;

    /// <summary>Starts the program and watches it until it is settled.</summary>
    /// <param name="trial">Where it is started.</param>
    /// <param name="port">The port that was asked for; 0 where none was.</param>
    /// <param name="wanted">Whether a socket is what was asked for.</param>
    /// <param name="types">Whether the port is typed when nothing happens.</param>
    public static FirstLook Take(
        Trial trial, int port, Func<SocketSeen, bool> wanted, bool types)
    {
        Subject subject;
        try
        {
            subject = trial.Start();
        }
        catch (SubjectGoneException refused)
        {
            return new FirstLook { HasStarted = false, Refused = refused.Message };
        }

        var clock = Stopwatch.StartNew();
        IdleTime idle = new(Step), waiting = new(Step);
        TimeSpan before = TimeSpan.Zero;
        TimeSpan? opened = null;
        Restlessness? work = null;
        int typed = 0;
        string prompt = "";
        bool hasRested = false;
        IReadOnlyList<SocketSeen> doors = [];
        while (!subject.HasExited && trial.Left > TimeSpan.Zero)
        {
            doors = DoorsOf(subject);
            if (doors.Count > 0)
            {
                opened ??= clock.Elapsed;
                work ??= new Restlessness(subject);
            }

            bool isIdle = subject.IsIdle();
            idle.Look(isIdle);
            waiting.Look(isIdle && !subject.IsAsleep);
            before = opened is null ? idle.Total : before;
            hasRested |= isIdle && opened is not null;
            if ((doors.Any(wanted) && isIdle) || (doors.Count > 0 && idle.Lasting > Settled)
                || waiting.Lasting > GivesUp || idle.Lasting > GivesUpSleeper
                || (!hasRested && work is { IsBeyondDoubt: true }))
            {
                break;
            }

            if (types && doors.Count == 0 && waiting.Lasting > BeforeTyping && typed < MostTyped)
            {
                prompt = typed == 0 ? subject.Output.Text.Split('\n')[^1].Trim() : prompt;
                subject.Type($"{port}\n");
                typed++;
                idle.Look(false);
                waiting.Look(false);
            }

            Thread.Sleep(Step);
        }

        return new FirstLook
        {
            HasStarted = doors.Count > 0 && !subject.HasExited,
            Doors = doors,
            Time = opened ?? clock.Elapsed,
            Idle = before,
            Turned = !hasRested && work?.Used is { } used && used >= MuchWithoutRest ? used : null,
            Typed = doors.Count > 0 ? string.Concat(Enumerable.Repeat($"{port}\n", typed)) : "",
            Prompt = prompt,
            Shown = subject.Output.Text,
            Exit = subject.Exit,
            LastWords = Running.LastWords.Of(subject),
            Trace = trial.Trace.Events,
        };
    }

    // A UDP socket with a peer is no door, nor is one that was never bound.
    static IReadOnlyList<SocketSeen> DoorsOf(Subject subject) => [.. subject.Sockets().Where(
        socket => socket.IsOpenDoor && socket.Local.Port != 0 && socket.Remote.Port == 0)];

    /// <summary>Where to reach a server that is bound so.</summary>
    public static IPAddress HostOf(SocketSeen door) =>
        door.Local.Address.Equals(IPAddress.Any) || door.Local.Address.Equals(IPAddress.IPv6Any)
            ? IPAddress.Loopback
            : door.Local.Address.IsIPv4MappedToIPv6
                ? door.Local.Address.MapToIPv4() : door.Local.Address;
}

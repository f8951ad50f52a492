using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Doorway.Frames;

namespace Doorway.Check;

/// <summary>What a client does when two lines are typed, the first of which is answered late.
/// </summary>
sealed record ClientTalk
{
    const string First = "aBc first 1", Second = "dEf second 22";

    /// <summary>Where it went; null where that was not seen.</summary>
    public (Transport Transport, int Port)? Destination { get; init; }

    /// <summary>Whether it came to us.</summary>
    public bool IsMet { get; init; }

    /// <summary>What it sent before it had an answer.</summary>
    public string Unanswered { get; init; } = "";

    /// <summary>What it sent after the first answer.</summary>
    public string Answered { get; init; } = "";

    /// <summary>Whether it had what it wanted: it closed after the first answer, for good and in
    /// order, or had said before that it sends no more.</summary>
    public bool IsDone { get; init; }

    /// <summary>Whether it did anything but end in failure.</summary>
    public bool HasBegun { get; init; }

    /// <summary>How it ended; null where it had not.</summary>
    public SubjectExit? Exit { get; init; }

    /// <summary>Why it could not be started; null where it was.</summary>
    public string? Refused { get; init; }

    /// <summary>How much processor time it used until it came to us, or all of it.</summary>
    public TimeSpan Work { get; init; }

    /// <summary>How long it slept until it came to us.</summary>
    public TimeSpan Slept { get; init; }

    /// <summary>Whether the time was over, and it was still busy.</summary>
    public bool IsOutOfTime { get; init; }

    /// <summary>How long it ran.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>What it printed on its standard error, the last lines.</summary>
    public IReadOnlyList<string> LastWords { get; init; } = [];

    /// <summary>What was done and seen.</summary>
    public IReadOnlyList<TraceEvent> Trace { get; init; } = [];

    /// <summary>Starts it and types.</summary>
    /// <param name="trial">Where it is started.</param>
    /// <param name="isMet">Whether somebody is at its port.</param>
    public static ClientTalk Have(Trial trial, bool isMet)
    {
        var clock = Stopwatch.StartNew();
        ClientTalk talk = new();
        try
        {
            talk = !isMet ? Watch(trial)
                : trial.Traits.Transport == Transport.Tcp ? OverTcp(trial) : OverUdp(trial);
        }
        catch (SubjectGoneException refused)
        {
            talk = talk with { Refused = refused.Message };
        }
        catch (Exception ended) when (ended is OutOfTimeException or SocketException)
        {
            // What is not known by now stays unknown.
            talk = talk with
            {
                IsOutOfTime = ended is OutOfTimeException,
                Work = Restlessness.Total(trial.Subject),
            };
        }

        Subject? subject = trial.Subject;
        SubjectExit? exit = subject?.Exit;
        bool failed = exit is { } end && (end.Code != 0 || end.Signal != 0);
        return talk with
        {
            HasBegun = subject is not null
                && (!failed || talk.IsMet || talk.Destination is not null
                    || subject.Output.Total > 0),
            Exit = exit,
            Time = clock.Elapsed,
            LastWords = subject is null ? [] : Running.LastWords.Of(subject),
            Trace = trial.Trace.Events,
        };
    }

    static void TypeBoth(Trial trial)
    {
        Subject subject = trial.Start();
        subject.Type(First + "\n");
        subject.Type(Second + "\n");
    }

    // Nobody is there: it is seen on the wire where it wanted to go.
    static ClientTalk Watch(Trial trial)
    {
        TypeBoth(trial);
        trial.Until(() => Went(trial) is not null || trial.Subject!.HasExited);
        return new ClientTalk { Destination = Went(trial) };
    }

    static (Transport, int)? Went(Trial trial) => trial.Wire.Frames
        .Where(frame => frame.Protocol == FrameProtocol.Udp
            || frame.Tcp is { Flags: TcpFlags.Syn })
        .Select(frame => ((Transport, int)?)(
            frame.Protocol == FrameProtocol.Udp ? Transport.Udp : Transport.Tcp,
            frame.Destination.Port))
        .FirstOrDefault();

    static ClientTalk OverTcp(Trial trial)
    {
        using TcpEntrance entrance = trial.Listen();
        TypeBoth(trial);
        var clock = Stopwatch.StartNew();
        using TcpPeer? peer = entrance.Accept();
        TimeSpan slept = clock.Elapsed - Shortage.Of(trial.Subjects);
        if (peer is null)
        {
            return new ClientTalk { Destination = Went(trial) };
        }

        TimeSpan work = Meet(trial);
        string unanswered = Heard(peer, peer.ReadAll);
        string first = unanswered.Length > 0 ? First.ToUpperInvariant() : "Hello from the server";
        peer.Send(Encoding.UTF8.GetBytes(unanswered.EndsWith('\n') ? first + "\n" : first));
        bool hasFinished = peer.Ended == ReadEnd.EndOfFile;
        string answered = Heard(peer, () => peer.Read(1));
        Subject subject = trial.Subject!;
        bool hasClosed = answered.Length == 0 && peer.Ended is not null;
        if (hasClosed)
        {
            peer.FinishSending();
        }

        return new ClientTalk
        {
            IsMet = true,
            Work = work,
            Slept = slept,
            Unanswered = unanswered,
            Answered = answered,
            // Not where it comes again with the next line, or has failed.
            IsDone = hasFinished || (hasClosed && entrance.Accept() is null
                && subject.Exit is null or { Code: 0, Signal: 0 }),
        };
    }

    // From now on it is known what its start takes.
    static TimeSpan Meet(Trial trial)
    {
        TimeSpan work = Restlessness.Total(trial.Subject);
        trial.Patience.Work = () => new Restlessness(trial.Subject, 2 * work);
        return work;
    }

    static string Heard(TcpPeer peer, Func<Reading> read)
    {
        Reading heard;
        try
        {
            heard = read();
        }
        catch (RestlessException)
        {
            heard = peer.ReadHere();
        }

        return Encoding.UTF8.GetString(heard.Bytes);
    }

    static ClientTalk OverUdp(Trial trial)
    {
        using UdpPeer peer = trial.Bind();
        TypeBoth(trial);
        var clock = Stopwatch.StartNew();
        if (peer.Receive() is not { } asked)
        {
            return new ClientTalk { Destination = Went(trial) };
        }

        TimeSpan slept = clock.Elapsed - Shortage.Of(trial.Subjects);
        TimeSpan work = Meet(trial);
        peer.SendTo(Encoding.UTF8.GetBytes(First.ToUpperInvariant()), asked.From);
        return new ClientTalk
        {
            IsMet = true,
            Work = work,
            Slept = slept,
            Unanswered = Encoding.UTF8.GetString(asked.Bytes),
            Answered = Next(peer),
        };
    }

    static string Next(UdpPeer peer)
    {
        try
        {
            return peer.Receive() is { } next ? Encoding.UTF8.GetString(next.Bytes) : "";
        }
        catch (RestlessException)
        {
            return "";
        }
    }
}

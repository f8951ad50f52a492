using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Doorway.Check.Server;

namespace Doorway.Check;

/// <summary>One message to a server that is not known yet, and what came of it.</summary>
sealed record Asking
{
    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <summary>What was sent.</summary>
    public required byte[] Message { get; init; }

    /// <summary>What came back, and what came after that.</summary>
    public Reading Answer { get; init; } = new([], ReadEnd.Quiet);

    /// <summary>How long the first byte took.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>For how much of that time the server slept.</summary>
    public TimeSpan Idle { get; init; }

    /// <summary>
    /// How much processor time it used while it turned in a loop, and nothing came; null where it
    /// came to rest.
    /// </summary>
    public TimeSpan? Turned { get; init; }

    /// <summary>How it ended; null where it runs.</summary>
    public SubjectExit? Exit { get; init; }

    /// <summary>What it printed on its standard error, the last lines.</summary>
    public IReadOnlyList<string> LastWords { get; init; } = [];

    /// <summary>Where its answer went, over UDP, where that was not to us.</summary>
    public IPEndPoint? Astray { get; init; }

    /// <summary>What was done and seen.</summary>
    public IReadOnlyList<TraceEvent> Trace { get; init; } = [];

    /// <summary>
    /// Whether something came back only after a newline that is no part of the message, or at the
    /// end of the stream.
    /// </summary>
    public bool IsAnsweredLate { get; init; }

    /// <summary>Whether nobody listened at its port.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Whether the time was over before it was known that nothing would come.</summary>
    public bool IsOutOfTime { get; init; }

    /// <summary>Whether anything came back.</summary>
    public bool IsAnswered => Answer.Bytes.Length > 0;

    /// <summary>Sends a message on a new connection or socket, and reads what comes.</summary>
    /// <param name="trial">Where the server runs.</param>
    /// <param name="message">The message.</param>
    /// <param name="isPatient">Whether a slow server is waited for.</param>
    public static Asking Of(Trial trial, byte[] message, bool isPatient = false)
    {
        Asking asking;
        try
        {
            asking = trial.Traits.Transport == Transport.Tcp
                ? OverTcp(trial, message, isPatient) : OverUdp(trial, message, isPatient);
        }
        catch (SocketException failure)
        {
            // Refused: it has ended, or has closed its door.
            asking = new Asking
            {
                Message = message,
                Answer = new Reading([], ReadEnd.Reset),
                IsRefused = failure.SocketErrorCode == SocketError.ConnectionRefused,
            };
        }

        if (asking is { IsAnswered: false, Astray: null, Turned: null })
        {
            // One that dies of a message may still be at it.
            asking = asking with { Turned = OrdinaryClient.Turned(trial) };
        }

        return asking with
        {
            Exit = trial.Subject?.Exit,
            LastWords = trial.Subject is { } one ? Running.LastWords.Of(one) : [],
            Trace = trial.Trace.Events,
        };
    }

    static Asking OverTcp(Trial trial, byte[] message, bool isPatient)
    {
        using TcpPeer peer = trial.Connect();
        peer.Send(message);
        Asking asking = WaitFor(trial, peer.Socket, message, isPatient);
        if (asking.Answer.End != ReadEnd.Quiet)
        {
            return asking with { Answer = peer.ReadNow() };
        }

        if (asking.Turned is not null)
        {
            return asking;
        }

        // One that waits for more shows it by answering then.
        if (!message.EndsWith((byte)'\n'))
        {
            peer.Send("\n"u8);
        }

        bool isLate = WaitFor(trial, peer.Socket, message, false).Answer.End != ReadEnd.Quiet
            && peer.ReadNow().Bytes.Length > 0;
        if (!isLate)
        {
            peer.FinishSending();
            isLate = peer.ReadAll().Bytes.Length > 0;
        }

        return asking with { IsAnsweredLate = isLate };
    }

    static Asking OverUdp(Trial trial, byte[] message, bool isPatient)
    {
        using UdpPeer peer = trial.Open();
        peer.Send(message);
        Asking asking = WaitFor(trial, peer.Socket, message, isPatient);
        return asking.Answer.End != ReadEnd.Quiet && peer.Receive() is { } received
            ? asking with { Answer = new Reading(received.Bytes, ReadEnd.Enough) }
            : asking with { Astray = WrongDestination.Seen(trial) };
    }

    // How long until something is there, and how much of that the server slept. It ends when
    // patience would.
    static Asking WaitFor(Trial trial, Socket socket, byte[] message, bool isPatient)
    {
        TimeSpan enough = isPatient ? ProfileProbe.LongSilence : trial.Patience.Enough;
        var clock = Stopwatch.StartNew();
        IdleTime idle = new(Step), waiting = new(Step);
        bool isThere = false;
        Restlessness? work = null;
        while (!isThere && work is not { IsBeyondDoubt: true }
            && WrongDestination.Seen(trial) is null)
        {
            isThere = socket.Poll(Step, SelectMode.SelectRead);
            bool isIdle = trial.AreAllIdle();
            waiting.Look(isIdle);
            idle.Look(isIdle || trial.Subjects.Any(one => one.SleepsByClock));
            work = isIdle ? work : work ?? trial.Patience.Work?.Invoke();
            if (waiting.Lasting >= enough)
            {
                // It may have come since we looked, and made the program idle.
                isThere = isThere || socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);
                break;
            }

            if (trial.Left == TimeSpan.Zero)
            {
                throw new OutOfTimeException();
            }
        }

        return new Asking
        {
            Message = message,
            Answer = new Reading([], isThere ? ReadEnd.Enough : ReadEnd.Quiet),
            Time = clock.Elapsed,
            Idle = idle.Total,
            Turned = !isThere && work is { IsBeyondDoubt: true } ? work.Used : null,
        };
    }
}

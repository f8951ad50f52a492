using System.Diagnostics;
using System.Net.Sockets;

namespace Doorway.Check;

/// <summary>
/// How a TCP server cuts its conversation, found out by talking to it in three ways, each with a
/// fresh instance of it.
/// </summary>
static class ProfileProbe
{
    const string First = "aBc first 1", Second = "dEf second 22";

    // A few bytes were asked: who answers so many does not end.
    const int MostAnswer = 256 * 1024;

    /// <summary>What a server is waited for that had not answered soon. Who answers later is slow,
    /// and found to be so by a case.</summary>
    public static readonly TimeSpan LongSilence = TimeSpan.FromSeconds(2.5);

    /// <summary>What one way of talking brought.</summary>
    sealed record Talk(byte[] Answer, ReadEnd End, byte[] SecondAnswer)
    {
        /// <summary>How long the server slept before it answered.</summary>
        public TimeSpan Slept { get; init; }

        public static Talk Nothing { get; } = new([], ReadEnd.Quiet, []);

        public bool IsAnswered => Answer.Length > 0;

        /// <summary>Whether anything came at all: what was typed there comes second.</summary>
        public bool IsHeard => IsAnswered || SecondAnswer.Length > 0;
    }

    /// <summary>The profile and the service, nulls where nothing could be made out; the silence
    /// that was needed for it, and how long it slept before an answer.</summary>
    public sealed record Seen(
        CheckProfile? Profile, CheckService? Service, TimeSpan Silence, TimeSpan Slept);

    /// <summary>Talks to it.</summary>
    public static Seen Find(Stage stage, Traits traits)
    {
        TimeSpan silence = traits.Silence;
        Talk[] talks = stage.Try<Talk>(traits, Listens, SaysWords, SaysLines);
        if (!talks.Any(one => one.IsHeard) && traits.Look?.Turned is null)
        {
            traits = traits with { Silence = LongSilence };
            talks = stage.Try<Talk>(traits, OnlyListens, SaysWords, SaysLines, Types);
            talks[0] = talks[0].IsAnswered ? talks[0]
                : talks[0] with { SecondAnswer = talks[3].SecondAnswer };
        }

        // Who did not answer in that time either is mute: no more of it helps.
        (CheckProfile? profile, CheckService? service) = Of(talks[0], talks[1], talks[2]);
        TimeSpan needed = talks.Any(one => one.IsHeard) ? traits.Silence : silence;
        return new Seen(profile, service, needed, talks.Max(one => one.Slept));
    }

    static (CheckProfile?, CheckService?) Of(Talk unasked, Talk words, Talk lines)
    {
        if (unasked.SecondAnswer.Length > 0)
        {
            return (CheckProfile.TwoWay, CheckService.Upper);
        }

        if (unasked.IsAnswered && unasked.End != ReadEnd.Quiet)
        {
            return (CheckProfile.Greeting, CheckService.Greeting);
        }

        if (words.IsAnswered)
        {
            bool isEcho = words.Answer.AsSpan().SequenceEqual("aBc first 1"u8);
            bool goesOn = words.SecondAnswer.Length > 0;
            return (
                !goesOn ? CheckProfile.Textbook : isEcho ? CheckProfile.Echo : CheckProfile.Loop,
                isEcho ? CheckService.Echo : CheckService.Upper);
        }

        if (lines.IsAnswered)
        {
            bool isEcho = lines.Answer.AsSpan().SequenceEqual("aBc first 1\n"u8);
            return (CheckProfile.Line, isEcho ? CheckService.Echo : CheckService.Upper);
        }

        return (null, null);
    }

    // Says nothing. What comes is a greeting, or what is typed on the other side.
    static Talk Listens(Trial trial) => Guarded(trial, peer =>
    {
        Talk unasked = Unasked(peer);
        return unasked.IsAnswered || unasked.End != ReadEnd.Quiet
            ? unasked : unasked with { SecondAnswer = Typed(trial, peer) };
    });

    // Each half by itself, where each takes long.
    static Talk OnlyListens(Trial trial) => Guarded(trial, Unasked);

    static Talk Types(Trial trial) => Guarded(
        trial, peer => Talk.Nothing with { SecondAnswer = Typed(trial, peer) });

    static Talk Unasked(TcpPeer peer)
    {
        Reading unasked = AllOf(peer);
        return new Talk(
            unasked.Bytes, unasked.End == ReadEnd.Enough ? ReadEnd.Quiet : unasked.End, []);
    }

    static byte[] Typed(Trial trial, TcpPeer peer)
    {
        trial.Subject?.Type("typed on the server 3\n");
        return trial.Subject is null ? [] : peer.Read(1).Bytes;
    }

    static Talk SaysWords(Trial trial) => Talks(trial, First, Second);

    static Talk SaysLines(Trial trial) => Talks(trial, First + "\n", Second + "\n");

    static Talk Talks(Trial trial, string first, string second) => Guarded(trial, peer =>
    {
        peer.Send(System.Text.Encoding.UTF8.GetBytes(first));
        if (AsleepUntil(trial, () => peer.Socket.Poll(0, SelectMode.SelectRead)) is not { } slept)
        {
            return Talk.Nothing;
        }

        Reading answer = AllOf(peer);
        var talk = new Talk(answer.Bytes, answer.End, []) { Slept = slept };
        if (answer.Bytes.Length == 0 || answer.End != ReadEnd.Quiet)
        {
            return talk;
        }

        peer.Send(System.Text.Encoding.UTF8.GetBytes(second));
        return talk with { SecondAnswer = peer.Read(1).Bytes };
    });

    // What was neither work nor the machine's fault; null where it does not happen.
    static TimeSpan? AsleepUntil(Trial trial, Func<bool> happens)
    {
        var clock = Stopwatch.StartNew();
        var work = new Restlessness(trial.Subject);
        try
        {
            return trial.Until(happens)
                ? clock.Elapsed - work.Used - Shortage.Of(trial.Subjects) : null;
        }
        catch (RestlessException)
        {
            return TimeSpan.Zero;
        }
    }

    // One that never rests, or answers very slowly, has answered all the same.
    static Reading AllOf(TcpPeer peer)
    {
        try
        {
            return peer.ReadUntil(bytes => bytes.Count >= MostAnswer ? bytes.Count : -1);
        }
        catch (Exception unended) when (unended is RestlessException or OutOfTimeException)
        {
            return peer.ReadHere() with { End = ReadEnd.Enough };
        }
    }

    static Talk Guarded(Trial trial, Func<TcpPeer, Talk> talk)
    {
        try
        {
            trial.Serve();
            using TcpPeer peer = trial.Connect();
            return talk(peer);
        }
        catch (Exception gone) when (
            gone is SocketException or SubjectGoneException or OutOfTimeException)
        {
            return Talk.Nothing;
        }
    }
}

using System.Net.Sockets;

namespace Doorway.Check;

/// <summary>
/// How a TCP server cuts its conversation, found out by talking to it in three ways, each with a
/// fresh instance of it.
/// </summary>
static class ProfileProbe
{
    const string First = "aBc first 1", Second = "dEf second 22";

    // Who answers only after that long is slow, and found to be so by a case.
    static readonly TimeSpan LongSilence = TimeSpan.FromSeconds(2.5);

    /// <summary>What one way of talking brought.</summary>
    sealed record Talk(byte[] Answer, ReadEnd End, byte[] SecondAnswer)
    {
        public static Talk Nothing { get; } = new([], ReadEnd.Quiet, []);

        public bool IsAnswered => Answer.Length > 0;
    }

    /// <summary>The profile and the service; nulls where nothing could be made out.</summary>
    public static (CheckProfile? Profile, CheckService? Service, TimeSpan Silence) Find(
        Stage stage, Traits traits)
    {
        Talk[] talks = stage.Try<Talk>(traits, Listens, SaysWords, SaysLines);
        if (!talks.Any(one => one.IsAnswered) && traits.Look?.Turned is null)
        {
            traits = traits with { Silence = LongSilence };
            talks = stage.Try<Talk>(traits, Listens, SaysWords, SaysLines);
        }

        (CheckProfile? profile, CheckService? service) = Of(talks[0], talks[1], talks[2]);
        return (profile, service, traits.Silence);
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
        Reading unasked = AllOf(peer);
        if (unasked.Bytes.Length > 0 || unasked.End != ReadEnd.Quiet
            || trial.Subject is not { } subject)
        {
            return new Talk(
                unasked.Bytes, unasked.End == ReadEnd.Enough ? ReadEnd.Quiet : unasked.End, []);
        }

        subject.Type("typed on the server 3\n");
        return new Talk([], ReadEnd.Quiet, peer.Read(1).Bytes);
    });

    static Talk SaysWords(Trial trial) => Talks(trial, First, Second);

    static Talk SaysLines(Trial trial) => Talks(trial, First + "\n", Second + "\n");

    static Talk Talks(Trial trial, string first, string second) => Guarded(trial, peer =>
    {
        peer.Send(System.Text.Encoding.UTF8.GetBytes(first));
        Reading answer = AllOf(peer);
        if (answer.Bytes.Length == 0 || answer.End != ReadEnd.Quiet)
        {
            return new Talk(answer.Bytes, answer.End, []);
        }

        peer.Send(System.Text.Encoding.UTF8.GetBytes(second));
        return new Talk(answer.Bytes, answer.End, peer.Read(1).Bytes);
    });

    // One that never rests, or answers very slowly, has answered all the same.
    static Reading AllOf(TcpPeer peer)
    {
        try
        {
            return peer.ReadAll();
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

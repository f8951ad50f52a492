namespace Doorway.Check;

/// <summary>Finds out what a client is, as far as nobody has said it.</summary>
static class ClientDiscovery
{
    // The textbook's; typed where a port is asked for and none was named.
    const int UsualPort = 12000;

    // No runtime takes so long to start, and few compilers.
    static readonly TimeSpan MuchForAStart = TimeSpan.FromSeconds(3);

    /// <summary>What is known of it then.</summary>
    /// <exception cref="CheckException">It can't be seen where it goes, and nobody said it.
    /// </exception>
    public static Traits Find(Stage stage, CheckPlan plan, Traits known, Action<string> log)
    {
        Traits traits = known;
        (ClientTalk talk, Questions? asked) = Have(stage, traits);
        if (talk is { IsMet: false, Destination: null, Refused: null, IsOutOfTime: false }
            && plan.Input.Count == 0 && WhatItAsks(stage, known, log) is { } asks)
        {
            (talk, traits) = asks;
        }

        if (IsStillToCome(talk)
            && Have(stage, traits with { Silence = ProfileProbe.LongSilence }) is var later
            && !IsStillToCome(later.Talk))
        {
            (talk, _) = later;
            traits = traits with { Silence = ProfileProbe.LongSilence };
        }

        if (known.Port == 0 && talk.Destination is { } destination)
        {
            log($"it goes to {destination.Transport.Scheme()}/{destination.Port}");
            traits = traits with { Transport = destination.Transport, Port = destination.Port };
            (talk, _) = Have(stage, traits);
        }

        if (talk.IsMet && traits.Silence > known.Silence)
        {
            traits = traits with
            {
                Silence = Slowness.Silence(known.Silence, talk.Slept),
                TakesLong = Slowness.IsLong(talk.Slept),
            };
        }

        var look = new FirstLook
        {
            HasStarted = talk.HasBegun,
            Exit = talk.Exit,
            Refused = talk.Refused,
            Time = talk.Time,
            Turned = talk is { IsOutOfTime: true, IsMet: false, Destination: null }
                && talk.Work > MuchForAStart ? talk.Work : null,
            LastWords = talk.LastWords,
            Trace = talk.Trace,
        };
        traits = traits with
        {
            Look = look,
            StartWork = talk.IsMet ? talk.Work : null,
            Mute = talk is { IsOutOfTime: true, IsMet: false }
                ? "it was still busy when the time was over, and had not come to us"
                : IsStillToCome(talk) ? "it waits, and had not come to us" : null,
        };
        if (asked is { } questions)
        {
            traits = traits with
            {
                Look = look with { Questions = questions, HasStarted = true },
            };
        }

        if (asked is not null && traits.Typed.Length == 0)
        {
            return traits with
            {
                Mute = $"it asks for more than the message (\"{asked.First.Trim()}\"): "
                    + "see program/prompts",
            };
        }

        if (!talk.HasBegun)
        {
            return traits with
            {
                Mute = talk.Refused ?? $"the program {talk.Exit} before it sent or asked anything",
            };
        }

        if (traits.Port == 0)
        {
            throw new CheckException(
                "it was not seen where the client goes: give the address, "
                + "such as tcp://:12000 or udp://:12000");
        }

        return WithProfile(plan, traits, talk, log);
    }

    // It runs and waits, for what can't be told.
    static bool IsStillToCome(ClientTalk talk) => talk is
    {
        IsMet: false, Destination: null, Refused: null, IsOutOfTime: false, Exit: null,
    };

    static Traits WithProfile(
        CheckPlan plan, Traits known, ClientTalk talk, Action<string> log)
    {
        Traits traits = known;
        if (plan.Profile is null)
        {
            CheckProfile? profile = traits.Transport == Transport.Tcp
                ? OverTcp(talk) : OverUdp(talk);
            log(profile switch
            {
                CheckProfile.Textbook => "profile textbook: it sends one message",
                CheckProfile.Line => "profile line: its message ends with a newline",
                CheckProfile.Loop => "profile loop: it goes on with the next message",
                CheckProfile.Greeting => "profile greeting: it sends nothing",
                CheckProfile.TwoWay => "profile two-way: it sends without waiting for answers",
                _ => "taken for: textbook (it could not be made out; --profile names another)",
            });
            traits = traits with { Profile = profile ?? CheckProfile.Textbook };
        }

        return traits with
        {
            Service = plan.Service ?? traits.Profile switch
            {
                CheckProfile.Echo => CheckService.Echo,
                CheckProfile.Greeting => CheckService.Greeting,
                _ => CheckService.Upper,
            },
        };
    }

    // Many a client asks first where its server is, and goes nowhere until it is told.
    static (ClientTalk Talk, Traits Traits)? WhatItAsks(
        Stage stage, Traits known, Action<string> log)
    {
        const string Host = "localhost";
        string port = $"{(known.Port > 0 ? known.Port : UsualPort)}";
        (string Typed, string Words)[] asked =
        [
            ($"{Host}\n", "the server's name"),
            ($"{Host}\n{port}\n", "the server's name and port"),
            ($"{port}\n", "the port"),
        ];
        Traits[] each = [.. asked.Select(one => known with { Typed = one.Typed })];
        ClientTalk[] talks = Talk(stage, each);
        foreach (((string typed, string words), Traits traits, ClientTalk talk)
            in asked.Zip(each, talks))
        {
            if (talk.IsMet ? !talk.Unanswered.Contains(Host) && !talk.Unanswered.Contains(port)
                : known.Port == 0 && talk.Destination is not null)
            {
                log($"it asks for {words} first: {typed.TrimEnd().Replace("\n", " and ")} typed");
                return (talk, traits);
            }
        }

        return null;
    }

    static ClientTalk[] Talk(Stage stage, Traits[] each)
    {
        try
        {
            return stage.TryEach(
                trial => ClientTalk.Have(trial, trial.Traits.Port > 0), each);
        }
        catch (OutOfTimeException)
        {
            return [];
        }
    }

    static (ClientTalk Talk, Questions? Asked) Have(Stage stage, Traits traits)
    {
        try
        {
            object?[] seen = stage.Try<object?>(
                traits, trial => ClientTalk.Have(trial, isMet: traits.Port > 0), Questions.Of);
            return ((ClientTalk)seen[0]!, (Questions?)seen[1]);
        }
        catch (OutOfTimeException)
        {
            return (new ClientTalk { Refused = "it could not be watched" }, null);
        }
    }

    static CheckProfile? OverTcp(ClientTalk talk) => talk switch
    {
        { IsMet: false } => null,
        { Unanswered.Length: 0 } => CheckProfile.Greeting,
        _ when Lines(talk.Unanswered) > 1 => CheckProfile.TwoWay,
        // Two lines were typed, and it took one: the newline is all that it has of lines.
        { IsDone: true } => CheckProfile.Textbook,
        _ when talk.Unanswered.EndsWith('\n') => CheckProfile.Line,
        { Answered.Length: > 0 } => CheckProfile.Loop,
        _ => CheckProfile.Textbook,
    };

    static CheckProfile? OverUdp(ClientTalk talk) => talk switch
    {
        { IsMet: false } => null,
        { Answered.Length: > 0 } => CheckProfile.Loop,
        _ => CheckProfile.Textbook,
    };

    static int Lines(string text) => text.Count(one => one == '\n');
}

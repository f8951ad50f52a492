namespace Doorway.Check;

/// <summary>Finds out what a client is, as far as nobody has said it.</summary>
static class ClientDiscovery
{
    // The textbook's; typed where a port is asked for and none was named.
    const int UsualPort = 12000;

    /// <summary>What is known of it then.</summary>
    /// <exception cref="CheckException">It can't be seen where it goes, and nobody said it.
    /// </exception>
    public static Traits Find(Stage stage, CheckPlan plan, Traits known, Action<string> log)
    {
        Traits traits = known;
        ClientTalk talk = stage.Try(
            traits, trial => ClientTalk.Have(trial, isMet: known.Port > 0))[0];
        if (talk is { IsMet: false, Destination: null, Refused: null }
            && WhatItAsks(stage, known, log) is { } asks)
        {
            (talk, traits) = asks;
        }

        if (known.Port == 0 && talk.Destination is { } destination)
        {
            log($"it goes to {destination.Transport.Scheme()}/{destination.Port}");
            traits = traits with { Transport = destination.Transport, Port = destination.Port };
            talk = stage.Try(traits, trial => ClientTalk.Have(trial, isMet: true))[0];
        }

        var look = new FirstLook
        {
            HasStarted = talk.HasBegun,
            Exit = talk.Exit,
            Refused = talk.Refused,
            Time = talk.Time,
            LastWords = talk.LastWords,
            Trace = talk.Trace,
        };
        traits = traits with { Look = look };
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
        foreach ((string typed, string words) in asked)
        {
            Traits traits = known with { Typed = typed };
            ClientTalk talk = stage.Try(
                traits, trial => ClientTalk.Have(trial, isMet: known.Port > 0))[0];
            if (talk.IsMet ? !talk.Unanswered.Contains(Host) && !talk.Unanswered.Contains(port)
                : known.Port == 0 && talk.Destination is not null)
            {
                log($"it asks for {words} first: {typed.TrimEnd().Replace("\n", " and ")} typed");
                return (talk, traits);
            }
        }

        return null;
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

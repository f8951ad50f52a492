namespace Doorway.Check;

/// <summary>Finds out what a server is, as far as nobody has said it.</summary>
static class ServerDiscovery
{
    /// <summary>What is known of it then.</summary>
    /// <param name="stage">Where it is started.</param>
    /// <param name="plan">What is known already.</param>
    /// <param name="known">The same, as traits.</param>
    /// <param name="log">Told what is found out.</param>
    public static Traits Find(Stage stage, CheckPlan plan, Traits known, Action<string> log)
    {
        Traits traits = known;
        if (known.IsStartedByUs)
        {
            traits = Look(stage, known, log);
            if (traits.Mute is not null)
            {
                return traits;
            }
        }

        try
        {
            traits = Ask(stage, plan, traits, log);
        }
        catch (OutOfTimeException)
        {
            return traits with { Mute = "it hung when it was asked something" };
        }

        return traits.Mute is null && traits.Look?.Turned is not null
            ? traits with
            {
                Mute = "it never rests, so nothing can be told by its silence: "
                + "see program/busy"
            }
            : traits;
    }

    static Traits Ask(Stage stage, CheckPlan plan, Traits known, Action<string> log)
    {
        Traits traits = known;
        if (plan.Profile is null && traits.Transport == Transport.Tcp)
        {
            traits = FindProfile(stage, plan, traits, log);
        }

        return traits.Profile is CheckProfile.Greeting or CheckProfile.TwoWay
            ? traits : FindManner(stage, plan, traits, log);
    }

    static Traits Look(Stage stage, Traits known, Action<string> log)
    {
        FirstLook look = Take(stage, known, types: true);
        if (look.Typed.Length > 0 && Take(stage, known, types: false) is { HasStarted: true } slow)
        {
            // It did not read what was typed: it slept.
            look = slow;
        }

        Traits traits = known with { Look = look };
        if (look.Refused is not null)
        {
            return traits with { Mute = look.Refused };
        }

        if (look.Exit is { } exit)
        {
            return traits with { Mute = $"the program {exit} when it was started" };
        }

        if (look.Doors.Count == 0)
        {
            return traits with { Mute = "the program opens no port" };
        }

        SocketSeen door = look.Doors
            .OrderBy(one => known.Asked is { } asked && one.Local.Port == asked.Port ? 0 : 1)
            .ThenBy(one => known.Asked is { } asked && one.Transport == asked.Transport ? 0 : 1)
            .ThenBy(one => one.Transport == Transport.Tcp ? 0 : 1)
            .First();
        if (known.Asked is null)
        {
            log($"you listen on {door.Transport.Scheme()}/{door.Local.Port}");
        }
        else if (door.Local.Port != known.Port || door.Transport != known.Transport)
        {
            log($"you listen on {door.Transport.Scheme()}/{door.Local.Port}, not on "
                + $"{known.Transport.Scheme()}/{known.Port}");
        }

        return traits with
        {
            Transport = door.Transport,
            Port = door.Local.Port,
            Host = FirstLook.HostOf(door),
            Typed = look.Typed,
            StartSilence = Slowness.Silence(traits.StartSilence, look.Idle),
            TakesLong = Slowness.IsLong(look.Idle),
        };
    }

    static FirstLook Take(Stage stage, Traits known, bool types)
    {
        try
        {
            return stage.Try(
                known, trial => FirstLook.Take(
                    trial, known.Port, door => known.Asked is { } asked
                        && door.Transport == asked.Transport && door.Local.Port == asked.Port,
                    types))[0];
        }
        catch (OutOfTimeException)
        {
            return new FirstLook { HasStarted = false, Refused = "it could not be watched" };
        }
    }

    static Traits FindProfile(
        Stage stage, CheckPlan plan, Traits traits, Action<string> log)
    {
        ProfileProbe.Seen seen = ProfileProbe.Find(stage, traits);
        string words = seen.Profile switch
        {
            CheckProfile.Textbook => "profile textbook: it answers once and closes",
            CheckProfile.Line => "profile line: it answers once a newline has come",
            CheckProfile.Loop => "profile loop: it goes on answering",
            CheckProfile.Echo => "profile echo: what is sent comes back",
            CheckProfile.Greeting => "profile greeting: it speaks first and closes",
            CheckProfile.TwoWay => "profile two-way: what is typed there comes here",
            _ => "taken for: textbook (it could not be made out; --profile names another)",
        };
        log(words);
        return traits with
        {
            Profile = seen.Profile ?? CheckProfile.Textbook,
            Service = plan.Service ?? seen.Service ?? traits.Service,
            Silence = seen.Silence,
            TakesLong = traits.TakesLong || Slowness.IsLong(seen.Slept),
        };
    }

    static Traits FindManner(Stage stage, CheckPlan plan, Traits traits, Action<string> log)
    {
        IReadOnlyList<Asking> askings = MannerProbe.Ask(stage, traits);
        if (!traits.IsStartedByUs && askings.All(one => one.IsRefused))
        {
            return traits with
            {
                Look = new FirstLook { HasStarted = false },
                Mute = $"nobody listens at {traits.Asked}",
            };
        }

        Asking[] plain = [.. askings.Where(one => !one.Message.AsSpan().ContainsAnyExceptInRange(
            (byte)0, (byte)127))];
        bool isOfLines = traits.Transport == Transport.Tcp
            && traits.Profile is CheckProfile.Line or CheckProfile.TwoWay;
        CheckService service = traits.Service;
        if (plan.Service is null && plan.Profile is null && traits.Transport == Transport.Udp
            && plain.Any(one => one.IsAnswered)
            && plain.All(one => !one.IsAnswered || one.Answer.Is(one.Message)))
        {
            service = CheckService.Echo;
            log("service echo: what is sent comes back");
        }

        var manner = MannerReader.Read(
            plain, isOfLines,
            service == CheckService.Echo ? MannerOfLetters.Unchanged : MannerOfLetters.Upper);
        manner = ForeignLetters.Learn(
            manner, askings.FirstOrDefault(one => !plain.Contains(one)));
        TimeSpan slowest = plain.Where(one => one.IsAnswered)
            .Select(one => one.Idle).DefaultIfEmpty().Max();
        return traits with
        {
            Service = service,
            Askings = askings,
            Manner = manner,
            Silence = Slowness.Silence(Traits.UsualSilence, slowest),
            TakesLong = traits.TakesLong || Slowness.IsLong(slowest),
            Mute = plain.Any(one => one.IsAnswered) ? manner.IsKnown ? null
                : "what it answers can't be foreseen" : "it does not answer a message",
        };
    }
}

using System.CommandLine;
using Doorway.Cli.Reports;
using Doorway.Cli.Serve;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Commands;

/// <summary><c>doorway serve [ADDRESS...]</c>: the server.</summary>
sealed class ServeCommand : Command
{
    const string Examples = """
          doorway serve                              ToUpper, UDP and TCP, loopback port 12000
          doorway serve tcp://:12000 udp://:12000    on every interface
          doorway serve --service greet              the greeting, port 23456
          doorway serve --service chat tcp://:5000   type to your clients, they to each other
          doorway serve --mode iterative -v          one client at a time, calls shown
          doorway serve --run 'python3 filter.py' unix:/tmp/filter.sock
        """;

    static readonly TimeSpan DefaultDrain = TimeSpan.FromSeconds(30);

    readonly Argument<Address[]> _addresses = new("ADDRESS")
    {
        HelpName = "ADDRESS",
        Description = "Where to listen: tcp://HOST:PORT, udp://HOST:PORT, unix:PATH, unixgram:PATH "
            + "(default UDP and TCP on loopback port 12000)",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = result =>
            [.. result.Tokens.Select(token => OptionValues.ParseAddress(result, token.Value))],
    };

    readonly OfferOptions _offer = new();
    readonly LimitOptions _limits = new();

    readonly ValueOption<TimeSpan> _drain = OptionValues.Time(
        "--drain", "After SIGTERM or Ctrl-C, how long connections may take to end", "30s",
        mayBeZero: true);

    readonly Option<bool> _stdio = OptionValues.Switch(
        "--stdio", "Serve one conversation over standard input and output, no socket");

    readonly Option<string?> _engine = EngineOption.Create();
    readonly Output _output = new();

    public ServeCommand()
        : base(
            "serve",
            "Be the server. What is sent to it comes back in upper case, unless another service "
            + "is named.\n"
            + "Listens on loopback unless an address says otherwise.")
    {
        _addresses.CompletionSources.Add(OptionValues.Schemes);
        Arguments.Add(_addresses);
        _offer.AddTo(this);
        _limits.AddTo(this);
        Options.Add(_drain);
        Options.Add(_stdio);
        Options.Add(_engine);
        _output.AddTo(this);
        HelpText.Add(this, Examples);
        SetAction(parsed => RunAsync(parsed).GetAwaiter().GetResult());
    }

    async Task<int> RunAsync(ParseResult parsed)
    {
        Notices notices = _output.Notices(parsed);
        JsonEvents? events = _output.Events(parsed, outlivesReader: true);
        if (parsed.GetValue(_stdio))
        {
            return parsed.GetValue(_addresses) is { Length: > 0 } listening
                ? throw new UsageException(
                    $"--stdio listens nowhere; leave {listening[0]} out, or --stdio")
                : await _offer.ServeStandardStreamsAsync(parsed);
        }

        Journal? journal = _output.Journal(parsed);
        using var signals = new Signals();
        int code;
        await using (var log = new ServerLog(notices, events))
        await using (CallList? list = _output.Print(parsed, journal, notices, events))
        {
            code = await ServeAsync(parsed, log, notices, events, journal, signals);
        }

        _output.PrintTable(parsed, journal);
        return code;
    }

    async Task<int> ServeAsync(
        ParseResult parsed, ServerLog log, Notices notices, JsonEvents? events, Journal? journal,
        Signals signals)
    {
        bool ownsOutput = events is not null || _output.WantsJson(parsed);
        using OfferOptions.Choice choice = _offer.Get(
            parsed, log, notices, events, ownsOutput);
        Offer offer = choice.Offer;
        Address[] asked = parsed.GetValue(_addresses) ?? [];
        Require(offer, asked);
        IReadOnlyList<Address> addresses = asked.Length > 0
            ? asked : await offer.DefaultAddressesAsync(
                notices.Say, journal, CancellationToken.None);
        Server server;
        try
        {
            server = await Server.StartAsync(
                new ServerOptions
                {
                    Addresses = addresses,
                    Service = offer.Service,
                    Conversation = offer.Conversation,
                    Mode = choice.Mode,
                    Limits = _limits.Get(parsed, isChat: offer.Name == "chat"),
                    Engine = EngineOption.Get(parsed, _engine),
                    Journal = journal,
                    Log = log.IsRead ? log.Add : null,
                });
        }
        catch (ListenException failure)
        {
            Address other = ListenAdvice.OtherPort(failure.Address);
            notices.Fail(ListenAdvice.Line(failure, $"doorway serve {other}"));
            return ExitCode.Failed;
        }

        await using (server)
        {
            SayReady(offer, server, notices, events);
            choice.Start();
            int code = await signals.First;
            SystemdNotify.Stopping();
            TimeSpan drain = _drain.Of(parsed) ?? DefaultDrain;
            string patience = drain == Limits.Never
                ? "as long as it takes" : $"up to {drain.TotalSeconds:0.###} s";
            notices.Say(
                $"stopping: no new clients, {patience} for the {server.Counters.Open} "
                + "connected; again to quit at once");
            await server.StopAsync(drain.ForTimer());
            await log.WrittenAsync();
            Report(parsed, server.Counters, notices, events);
            return code;
        }
    }

    static void Require(Offer offer, Address[] asked)
    {
        for (int i = 0; i < asked.Length; i++)
        {
            if (asked[i].Port + asked[i].Path.Length > 0
                && Array.IndexOf(asked, asked[i], i + 1) >= 0)
            {
                throw new UsageException($"{asked[i]} is given twice; leave one out");
            }
        }

        Address? datagrams = Array.Find(asked, address => address.Transport.IsDatagram);
        if (datagrams is not null && !offer.AnswersDatagrams)
        {
            throw new UsageException(
                $"{datagrams}: {offer.Name} needs a connection to each client; "
                    + "use tcp:// or unix:");
        }
    }

    static void SayReady(Offer offer, Server server, Notices notices, JsonEvents? events)
    {
        notices.Say($"ready: {offer.Name} on {string.Join(", ", server.Addresses)}");
        foreach (Address open in server.Addresses)
        {
            if (open.IsAnyInterface)
            {
                notices.Say(
                    $"{open} is every interface: whoever reaches this machine may use it");
            }
        }

        if (events is not null)
        {
            WriteReady(offer, server, events);
        }

        SystemdNotify.Ready();
    }

    // On its own, so that the JSON library is loaded for those who want it.
    static void WriteReady(Offer offer, Server server, JsonEvents events) =>
        events.Write("ready", json =>
        {
            json.WriteString("service", offer.Name);
            json.WriteStartArray("addresses");
            foreach (Address address in server.Addresses)
            {
                json.WriteStringValue(address.ToString());
            }

            json.WriteEndArray();
        });

    void Report(ParseResult parsed, Counters counters, Notices notices, JsonEvents? events)
    {
        notices.Say($"stopped: {CounterReport.Line(counters)}");
        events?.Write("stopped", json => CounterReport.Write(json, counters));
        if (_output.WantsJson(parsed))
        {
            JsonReport.Write(json => CounterReport.Write(json, counters));
        }
    }
}

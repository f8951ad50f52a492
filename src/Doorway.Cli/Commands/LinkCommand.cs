using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Doorway.Cli.Links;
using Doorway.Cli.Reports;
using Doorway.Cli.Serve;
using Doorway.Cli.Terminal;
using Doorway.Cli.Watching;

namespace Doorway.Cli.Commands;

/// <summary><c>doorway link LISTEN TARGET</c>: the network between, made bad on purpose.</summary>
sealed class LinkCommand : Command
{
    const string Examples = """
          doorway link udp://:12001 udp://localhost:12000 --loss 10% --seed 7
          doorway link udp://localhost:12001 udp://localhost:12000 --preset textbook -v
          doorway link tcp://localhost:12001 tcp://localhost:12000 --delay both:50ms
          doorway link unix:/tmp/rough.sock unix:/tmp/upper.sock --preset 3g
          echo 'loss 50%' | doorway link udp://:12001 udp://localhost:12000
        """;

    readonly Argument<Address> _listen = Place("LISTEN", "Where clients come");
    readonly Argument<Address> _target = Place("TARGET", "The server, anybody's");
    readonly ImpairmentOptions _impairments = new();

    readonly Option<ulong?> _seed = new("--seed")
    {
        Description = "The same number and the same messages in the same order give each message "
            + "the same fate (default a random one, which is said)",
        HelpName = "N",
        CustomParser = ParseSeed,
    };

    readonly Option<bool> _verbose = OptionValues.Switch(
        "--verbose", "Show the fate of every message, a line each", "-v");

    readonly Option<string?> _record = new("--record")
    {
        Description = "Write a recording (pcapng) of calls, fates and frames, for doorway watch "
            + "and Wireshark",
        HelpName = "FILE",
    };

    readonly Option<string?> _engine = EngineOption.Create();
    readonly Output _output = new();

    public LinkCommand()
        : base(
            "link",
            "Stand between clients and a server, and make the network bad on purpose.\n"
            + "Every impairment acts on the way to the server, unless its value begins with "
            + "to-client: or both:, as in --loss both:10%. So what the link says that it did and "
            + "what a client finds missing are the same numbers.\n"
            + "While it runs, a line on standard input changes it: \"loss 20%\", "
            + "\"to-client: delay 50ms\", \"preset 3g\", \"off\"; \"help\" shows them all.")
    {
        Arguments.Add(_listen);
        Arguments.Add(_target);
        _impairments.AddTo(this);
        Options.Add(_seed);
        Options.Add(_verbose);
        Options.Add(_record);
        Options.Add(_engine);
        _output.AddTo(this, showsCalls: false);
        HelpText.Add(this, Examples);
        SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Notices notices = _output.Notices(parsed);
        JsonEvents? events = _output.Events(parsed, outlivesReader: true);
        Address listen = parsed.GetValue(_listen)!;
        Address target = parsed.GetValue(_target)!;
        Require(listen, target);
        using var signals = new Signals();
        await using var log = new LinkLog(notices, events);
        bool showsFates = parsed.GetValue(_verbose) || events is not null;
        await using LinkRecording? recording =
            parsed.GetValue(_record) is { } path ? new LinkRecording(path) : null;
        var options = new LinkOptions
        {
            Listen = listen,
            Target = target,
            ToServer = _impairments.Get(parsed, Direction.ToServer, listen.Transport),
            ToClient = _impairments.Get(parsed, Direction.ToClient, listen.Transport),
            Engine = EngineOption.Get(parsed, _engine),
            Fated = showsFates ? log.Add : null,
            Log = log.Add,
            Journal = recording?.Journal,
        };
        options = parsed.GetValue(_seed) is { } seed ? options with { Seed = seed } : options;
        try
        {
            await using Doorway.Link link = await Doorway.Link.StartAsync(options, cancellation);
            recording?.Hear(link.Local.Port, target.Port, notices);
            return await RelayAsync(parsed, link, options, log, notices, events, signals);
        }
        catch (ListenException failure)
        {
            Address other = ListenAdvice.OtherPort(failure.Address);
            notices.Fail(ListenAdvice.Line(failure, $"doorway link {other} {target}"));
            return ExitCode.Failed;
        }
        catch (NotSupportedException failure)
        {
            notices.Fail($"DENIED {failure.Message}");
            return ExitCode.Failed;
        }
    }

    async Task<int> RelayAsync(
        ParseResult parsed, Doorway.Link link, LinkOptions options, LinkLog log, Notices notices,
        JsonEvents? events, Signals signals)
    {
        Address listen = options.Listen.Path.Length > 0
            ? options.Listen : options.Listen.WithPort(link.Local.Port);
        var report = new LinkReport(link, listen, options.Target, options.Seed);
        report.SayReady(notices, events);
        _impairments.SayWhereIdle(parsed, listen.Transport, notices);
        using var console = new LinkConsole(link, listen.Transport, log, notices);
        console.Start();
        int code = await signals.First;
        notices.Say("stopping: what waits in the link may take up to 5 s; again to quit at once");
        await link.DisposeAsync();
        await log.WrittenAsync();
        report.SayStopped(notices, events);
        if (_output.WantsJson(parsed))
        {
            JsonReport.Write(report.Write);
        }

        return code;
    }

    static void Require(Address listen, Address target)
    {
        OptionValues.RequirePeer(target);
        if (listen.Transport == target.Transport && listen.Port == target.Port
            && listen.Path == target.Path
            && (listen.Host == target.Host || listen.IsAnyInterface && target.IsLoopback
                || (listen.IsLoopback && target.IsLoopback && (IsName(listen) || IsName(target)))))
        {
            throw new UsageException(
                $"{listen} would be its own server; let clients come to another port");
        }
    }

    // localhost is every loopback address.
    static bool IsName(Address address) => !IPAddress.TryParse(address.Host, out _);

    static Argument<Address> Place(string name, string help)
    {
        var place = new Argument<Address>(name)
        {
            HelpName = name,
            Description = $"{help}: tcp://HOST:PORT, udp://HOST:PORT, unix:PATH or unixgram:PATH",
            CustomParser = result => OptionValues.ParseAddress(result, result.Tokens[0].Value),
        };
        place.CompletionSources.Add(OptionValues.Schemes);
        return place;
    }

    static ulong? ParseSeed(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        if (ulong.TryParse(
            text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
        {
            return seed;
        }

        result.AddError($"--seed: \"{text}\" is not a whole number from 0 to {ulong.MaxValue}");
        return null;
    }
}

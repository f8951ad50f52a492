using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net.Sockets;
using Doorway.Cli.Terminal;
using Doorway.Cli.Watching;
using Doorway.Services;
using Doorway.Watch;
using Doorway.Watch.Calls;

namespace Doorway.Cli.Commands;

/// <summary><c>doorway watch</c>: one exchange in three views, live or replayed.</summary>
sealed class WatchCommand : Command
{
    const string Examples = """
          doorway watch                                     the lab: our server, client and link
          doorway watch -- python3 TCPServer.py             anybody's program
          doorway watch --run 'python3 TCPServer.py' --run 'python3 TCPClient.py'
          doorway watch --ports 12000 --text                traffic alone, in the terminal
          doorway watch --record talk.pcapng -- java Server
          doorway watch talk.pcapng                         once more, without the programs
        """;

    readonly Argument<string[]> _words = new("FILE")
    {
        HelpName = "FILE | -- CMD",
        Description = "A recording to be replayed (pcapng, Wireshark's too); or, after --, a "
            + "program and its arguments",
        Arity = ArgumentArity.ZeroOrMore,
    };

    readonly Option<string[]> _run = new("--run")
    {
        Description = "A program, split into words as a shell does, and run without one; may be "
            + "given again, for the client after its server",
        HelpName = "CMD",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    readonly Option<string[]> _attach = new("--attach")
    {
        Description = "A process that runs already; may be given again",
        HelpName = "PID",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    readonly Option<string?> _ports = new("--ports")
    {
        Description = "The frames of these ports, whoever's they are, with commas between",
        HelpName = "N,N",
        CustomParser = result => OptionValues.Checked(result, text => ReadPorts(text)),
    };

    readonly Option<string?> _record = new("--record")
    {
        Description = "Write a recording too, which Wireshark opens as it is (pcapng)",
        HelpName = "FILE",
    };

    readonly Option<bool> _text = OptionValues.Switch(
        "--text", "Draw the ladder here, instead of a page for the browser");

    readonly Option<bool> _open = OptionValues.Switch(
        "--open", "Open the page in the browser (xdg-open)");

    readonly ValueOption<int> _pagePort = OptionValues.Count(
        "--page-port", "The page's port on loopback", "0: picks one", least: 0);

    readonly Option<bool> _ownNetwork = OptionValues.Switch(
        "--own-network", "Give the programs a network of their own, where frames are seen "
            + "without being root (default for the lab where they aren't seen otherwise)");

    readonly Output _output = new();

    public WatchCommand()
        : base(
            "watch",
            "Show one exchange in three views: what the programs say, what the transport sends, "
            + "what is on the wire; and every call that blocks.\n"
            + "The page is at a secret address of this machine's loopback, printed on standard "
            + "output; Ctrl-C ends it and what was started.")
    {
        Arguments.Add(_words);
        foreach (Option option in (Option[])[
            _run, _attach, _ports, _record, _text, _open, _pagePort, _ownNetwork])
        {
            Options.Add(option);
        }

        _output.AddTo(this, showsCalls: false);
        HelpText.Add(this, Examples);
        SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        int pagePort = _pagePort.Of(parsed) ?? 0;
        if (pagePort > ushort.MaxValue)
        {
            throw new UsageException($"--page-port {pagePort}: a port is at most 65535");
        }

        WatchSession session = SessionOf(parsed);
        Notices notices = _output.Notices(parsed);
        (int Descriptor, int Port)? outside = OwnNetwork.Arrive();
        if (outside is null && WantsOwnNetwork(parsed, session, notices, pagePort) is { } obstacle)
        {
            notices.Fail($"DENIED no network of its own: {obstacle}");
            return ExitCode.Failed;
        }

        var run = new WatchRun(session)
        {
            Notices = notices,
            Events = _output.Events(parsed, outlivesReader: true),
            WantsJson = _output.WantsJson(parsed),
            IsText = parsed.GetValue(_text),
            Opens = parsed.GetValue(_open),
            PagePort = pagePort,
            Outside = outside,
            Record = parsed.GetValue(_record),
            Color = Output.ScreenColor(parsed),
        };
        try
        {
            return await run.RunAsync(cancellation);
        }
        catch (ExecException failure)
        {
            notices.Fail($"FAILED {failure.Message}");
        }
        catch (TraceException failure)
        {
            notices.Fail($"DENIED {failure.Message}");
        }
        catch (ListenException failure)
        {
            notices.Fail($"{Failure.Word(failure.SocketError)} {failure.Message}");
        }

        return ExitCode.Failed;
    }

    // Why it was asked for and can't be; null where it isn't wanted, or can do without.
    string? WantsOwnNetwork(
        ParseResult parsed, WatchSession session, Notices notices, int pagePort)
    {
        bool isAsked = parsed.GetValue(_ownNetwork);
        bool isNeeded = session is LabSession && FrameSource.Obstacle() is not null;
        if (!isAsked && !isNeeded)
        {
            return null;
        }

        string obstacle = Leave(pagePort);
        if (!isAsked)
        {
            notices.Say($"no frames are seen: {FrameSource.Obstacle()}; and no network of its own "
                + $"for the lab: {obstacle}");
        }

        return isAsked ? obstacle : null;
    }

    // Returns only where it fails.
    static string Leave(int pagePort)
    {
        try
        {
            return OwnNetwork.Leave(pagePort);
        }
        catch (SocketException failure)
        {
            throw PagePortFailure.Of(pagePort, failure.SocketErrorCode);
        }
    }

    WatchSession SessionOf(ParseResult parsed)
    {
        string[] words = parsed.GetValue(_words) ?? [];
        bool isCommand = parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash);
        List<IReadOnlyList<string>> commands =
            [.. (parsed.GetValue(_run) ?? []).Select(Split)];
        if (isCommand)
        {
            commands.Add(words.Length > 0
                ? words
                : throw new UsageException(
                    "which program? doorway watch -- python3 TCPServer.py"));
        }

        int[] attached = [.. (parsed.GetValue(_attach) ?? []).Select(ReadProcess)];
        HashSet<ushort> ports = parsed.GetValue(_ports) is { } text
            ? ReadPorts(text) : [];
        bool isLive = commands.Count + attached.Length + ports.Count > 0;
        if (!isCommand && words.Length > 0)
        {
            return words.FirstOrDefault(word => word.Length > 1 && word[0] == '-') is { } option
                ? throw new UsageException(
                    $"{option} is no option of doorway watch (see doorway watch --help)")
                : words.Length == 1 && !isLive ? Replay(parsed, words[0])
                : throw new UsageException(
                    $"\"{words[^1]}\" is one too many: a recording is watched alone, and a "
                    + "program comes after --: doorway watch -- CMD");
        }

        if (attached.Length + ports.Count > 0 && commands.Count == 0
            && parsed.GetValue(_ownNetwork))
        {
            throw new UsageException("--own-network is for programs that are started here; leave "
                + "it out, or name one: doorway watch --own-network -- CMD");
        }

        return commands.Count + attached.Length > 0
            ? new ProgramsSession(new ProgramsPlan(commands, attached, ports))
            : ports.Count > 0 ? new PortsSession(ports) : new LabSession();
    }

    ReplaySession Replay(ParseResult parsed, string file) =>
        parsed.GetValue(_record) is null && !parsed.GetValue(_ownNetwork)
            ? new ReplaySession(file)
            : throw new UsageException(
                "nothing happens in a replay that could be recorded; leave --record and "
                + "--own-network out");

    static IReadOnlyList<string> Split(string command)
    {
        try
        {
            return CommandLine.Split(command);
        }
        catch (FormatException failure)
        {
            throw new UsageException($"--run: {failure.Message}");
        }
    }

    static int ReadProcess(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int process)
        && process > 0
            ? process
            : throw new UsageException($"--attach: \"{text}\" is no process number");

    static HashSet<ushort> ReadPorts(string text) => [.. text.Split(',').Select(one =>
        ushort.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
        && port > 0
            ? port
            : throw new FormatException($"\"{one}\" is no port; write 12000,12001"))];
}

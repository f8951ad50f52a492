using System.CommandLine;
using System.Text;
using Doorway.Cli.Reports;
using Doorway.Cli.Serve;
using Doorway.Cli.Terminal;
using Doorway.Services;

namespace Doorway.Cli.Commands;

/// <summary>The options for what is served, and how connections are taken.</summary>
sealed class OfferOptions
{
    readonly Option<string?> _service = OptionValues.Choice(
        "--service", "upper, echo, greet (sends a text and closes) or chat (default upper)", "NAME",
        "upper", "echo", "greet", "chat");

    readonly Option<string?> _text = new("--text")
    {
        Description = $"What greet sends (default \"{Greeting.DefaultText}\")",
        HelpName = "TEXT",
    };

    readonly Option<string?> _run = new("--run")
    {
        Description = "Serve each connection by a program of its own, its input and output the "
            + "connection; split into words as a shell does, run without one",
        HelpName = "'CMD ARG...'",
    };

    readonly ValueOption<TimeSpan> _runTimeout = OptionValues.Time(
        "--run-timeout", "How long a program of --run or --mode process may take", "10m");

    readonly ValueOption<int> _runAtOnce = OptionValues.Count(
        "--run-at-once", "Programs at once", "64");

    readonly Option<string?> _mode = OptionValues.Choice(
        "--mode",
        "concurrent: every client at once (default); iterative: one at a time, the others "
        + "wait in the backlog; process: a process for each connection",
        "MODE", "concurrent", "iterative", "process");

    readonly ValueOption<int> _chatQueue = OptionValues.Size(
        "--chat-queue", "chat: unread bytes per member, after which it is dropped", "1m");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])
            [_service, _text, _run, _runTimeout, _runAtOnce, _mode, _chatQueue])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was chosen.</summary>
    /// <exception cref="UsageException">The choices exclude each other.</exception>
    public Choice Get(
        ParseResult parsed, ServerLog log, Notices notices, JsonEvents? events, bool ownsOutput)
    {
        string service = parsed.GetValue(_service) ?? "upper";
        string mode = parsed.GetValue(_mode) ?? "concurrent";
        string? run = parsed.GetValue(_run);
        RequireFit(parsed, service, mode, run);
        ServerMode serverMode = mode == "iterative" ? ServerMode.Iterative : ServerMode.Concurrent;
        if (run is not null)
        {
            return new Choice(new Offer("--run", null, Program(parsed, run, log)), serverMode);
        }

        if (mode == "process")
        {
            Conversation process = OwnProcess(parsed, service, log);
            return new Choice(
                new Offer(service, Offer.Pure(service), process), serverMode);
        }

        return service switch
        {
            "greet" => new Choice(
                new Offer(
                    service, null, Greeting.Of(parsed.GetValue(_text) ?? Greeting.DefaultText)),
                serverMode),
            "chat" => ChatRoom(parsed, notices, events, serverMode, ownsOutput),
            _ => new Choice(new Offer(service, Offer.Pure(service), null), serverMode),
        };
    }

    void RequireFit(ParseResult parsed, string service, string mode, string? run)
    {
        if (run is not null && parsed.GetValue(_service) is not null)
        {
            throw new UsageException("--run and --service exclude each other; leave one out");
        }

        if (run is not null && mode == "process")
        {
            throw new UsageException(
                "--run starts a process for each connection already; leave --mode out");
        }

        if (service == "chat" && mode == "process")
        {
            throw new UsageException(
                "chat is one room: a process for each connection would split it");
        }

        if (parsed.GetValue(_text) is not null && service != "greet")
        {
            throw new UsageException("--text is what greet sends; add --service greet");
        }
    }

    Conversation Program(ParseResult parsed, string run, ServerLog log)
    {
        IReadOnlyList<string> words;
        try
        {
            words = CommandLine.Split(run);
        }
        catch (FormatException failure)
        {
            throw new UsageException($"--run: {failure.Message}");
        }

        if (words.Count == 0)
        {
            throw new UsageException("--run names no program; write --run 'CMD ARG...'");
        }

        return Start(parsed, words[0], [.. words.Skip(1)], log);
    }

    // The same service in a process of its own: this very program, over its standard streams.
    Conversation OwnProcess(ParseResult parsed, string service, ServerLog log)
    {
        string self = Environment.ProcessPath
            ?? throw new UsageException("this program's own file can't be found to start it again");
        string library = typeof(OfferOptions).Assembly.Location;
        bool isHosted = Path.GetFileNameWithoutExtension(self) == "dotnet";
        List<string> arguments = isHosted ? [library] : [];
        arguments.AddRange(["serve", "--stdio", "--service", service]);
        if (parsed.GetValue(_text) is { } text)
        {
            arguments.AddRange(["--text", text]);
        }

        return Start(parsed, self, arguments, log);
    }

    Conversation Start(
        ParseResult parsed, string fileName, IReadOnlyList<string> arguments, ServerLog log)
    {
        var defaults = new ExecOptions { FileName = fileName, Arguments = arguments };
        try
        {
            return new Exec(defaults with
            {
                Deadline = _runTimeout.Of(parsed) ?? defaults.Deadline,
                AtOnce = _runAtOnce.Of(parsed) ?? defaults.AtOnce,
                Log = happened => log.Add(InServerWords(happened)),
            }).Conversation;
        }
        catch (ExecException failure)
        {
            throw new UsageException($"--run: {failure.Message}");
        }
    }

    static ServerEvent InServerWords(ExecEvent happened) => new(
        happened.Kind switch
        {
            ExecEventKind.Refused => ServerEventKind.Refused,
            ExecEventKind.Fault => ServerEventKind.Fault,
            _ => ServerEventKind.Program,
        },
        0, happened.Peer, happened.Text);

    Choice ChatRoom(
        ParseResult parsed, Notices notices, JsonEvents? events, ServerMode mode, bool ownsOutput)
    {
        Stream screen = ownsOutput ? Stream.Null : Standard.Output();
        var heard = new Arrivals(
            screen, Console.IsOutputRedirected ? ArrivalStyle.Raw : ArrivalStyle.Screen);
        var chat = new Chat
        {
            MemberQueue = _chatQueue.Of(parsed) ?? 1 << 20,
            Heard = (peer, line) =>
            {
                Show(heard, $"[{peer}] {line}");
                events?.Write("heard", json =>
                {
                    json.WriteString("peer", peer.ToString());
                    json.WriteString("text", line);
                });
            },
            Left = (peer, why) => notices.Say($"{peer} left the room: {why}"),
        };
        return new Choice(new Offer("chat", null, chat.Conversation), mode, chat.Say);
    }

    static void Show(Arrivals heard, string line)
    {
        try
        {
            heard.Datagram(Encoding.UTF8.GetBytes(line));
        }
        catch (OutputGoneException)
        {
            // Nobody looks any more: the room stays open.
        }
    }

    /// <summary>Serves standard input and output instead of a socket.</summary>
    public async Task<int> ServeStandardStreamsAsync(ParseResult parsed)
    {
        string service = parsed.GetValue(_service) ?? "upper";
        Stream output = Standard.Output();
        if (Offer.Pure(service) is { } pure)
        {
            return await StandardStreams.ServeAsync(pure, Standard.Input(), output);
        }

        if (service == "greet")
        {
            await output.WriteAsync(
                Encoding.UTF8.GetBytes(parsed.GetValue(_text) ?? Greeting.DefaultText));
            return ExitCode.Ok;
        }

        throw new UsageException("--stdio serves upper, echo or greet; chat needs sockets");
    }

    /// <summary>What is served, how, and who is told what is typed at the server.</summary>
    public sealed class Choice(
        Offer offer, ServerMode mode, Action<string>? typed = null) : IDisposable
    {
        readonly CancellationTokenSource _stop = new();

        public Offer Offer => offer;

        public ServerMode Mode => mode;

        /// <summary>
        /// Starts to listen to the person at this terminal, where the service wants one.
        /// </summary>
        public void Start()
        {
            if (typed is not null)
            {
                _ = Task.Run(ListenAsync);
            }
        }

        async Task ListenAsync()
        {
            try
            {
                var lines = new LineReader(Standard.Input(), Chat.LineLimit);
                while (await lines.ReadLineAsync(_stop.Token) is { } line)
                {
                    typed!(Encoding.UTF8.GetString(line));
                }
            }
            catch (Exception ended) when (ended is OperationCanceledException or IOException)
            {
                // The server stops, or the terminal has gone: the room stays open.
            }
        }

        public void Dispose()
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }
}

using System.CommandLine;
using Doorway.Cli.Lab;
using Doorway.Cli.Reports;
using Doorway.Cli.Serve;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Commands;

/// <summary><c>doorway</c>: the lab in one process, and the verbs.</summary>
sealed class DoorwayCommand : RootCommand
{
    const string Self = "doorway";

    const string Examples = """
          doorway                                  the lab: type a line, see it come back twice
          printf 'hello\nworld\n' | doorway        one answer a line, once UDP and TCP agree
          doorway serve                            the server alone
          doorway connect udp://localhost:12000    the client alone
          doorway link udp://:12001 udp://localhost:12000 --loss 10%
          doorway bench localhost:12000            how fast the server is
          doorway check server --run 'python3 TCPServer.py'     what is wrong with it
          doorway watch                            see one exchange in three views
        """;

    readonly ValueOption<int> _port = OptionValues.Count(
        "--port", "The lab's port on loopback, UDP and TCP; 0 picks one", "12000", least: 0);

    readonly ValueOption<TimeSpan> _timeout = OptionValues.Time(
        "--timeout", "How long an answer may take", "1s");

    readonly Option<string?> _engine = EngineOption.Create();
    readonly Output _output = new();

    /// <summary>The grammar for a command line.</summary>
    /// <param name="args">
    /// The command line. Where a verb comes first, that verb is all there is: building the options
    /// of the others takes as long as binding a socket.
    /// </param>
    public static Command For(string[] args) => args switch
    {
        ["serve", ..] => Alone(new ServeCommand()),
        ["connect", ..] => Alone(new ConnectCommand()),
        ["link", ..] => Alone(new LinkCommand()),
        ["bench", ..] => Alone(new BenchCommand()),
        ["check", ..] => Alone(new CheckCommand()),
        ["watch", ..] => Alone(new WatchCommand()),
        _ => new DoorwayCommand(),
    };

    // No RootCommand, which brings options and directives that no verb has.
    static Command Alone(Command verb)
    {
        var root = new Command(Self);
        root.Subcommands.Add(verb);
        return root;
    }

    public DoorwayCommand()
        : base(
            "A socket is a doorway between a program and the network.\n"
            + "Without a verb, doorway runs the lab: a server and a client in one process. "
            + "Each line goes once "
            + "over UDP and once over TCP, and comes back in upper case.")
    {
        HelpName = Self;
        Subcommands.Add(new ServeCommand());
        Subcommands.Add(new ConnectCommand());
        Subcommands.Add(new LinkCommand());
        Subcommands.Add(new BenchCommand());
        Subcommands.Add(new CheckCommand());
        Subcommands.Add(new WatchCommand());
        Options.Add(_port);
        Options.Add(_timeout);
        Options.Add(_engine);
        _output.AddTo(this);
        HelpText.Add(this, Examples);
        SetAction(parsed => RunAsync(parsed, CancellationToken.None).GetAwaiter().GetResult());
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        int port = _port.Of(parsed) ?? LabPorts.ToUpper;
        if (port > 65535)
        {
            throw new UsageException($"--port {port}: a port is at most 65535");
        }

        Notices notices = _output.Notices(parsed);
        JsonEvents? events = _output.Events(parsed);
        LabReport? report = _output.WantsJson(parsed) ? new LabReport() : null;
        bool isInteractive = !Console.IsInputRedirected && !Console.IsOutputRedirected
            && events is null && report is null;
        bool showsCalls = isInteractive && !_output.IsQuiet(parsed);
        Journal? journal = showsCalls ? new Journal() : _output.Journal(parsed);
        using var input = new LabInput(cancellation);
        int code;
        await using (CallList? list = _output.Print(parsed, journal, notices, events))
        {
            try
            {
                await using LabRun lab = await LabRun.StartAsync(
                    EngineOption.Get(parsed, _engine), port, journal,
                    (_timeout.Of(parsed) ?? TimeSpan.FromSeconds(1)).ForTimer(),
                    cancellation);
                code = isInteractive
                    ? await new LabTerminal(
                        lab, input, showsCalls ? journal : null, notices,
                        Output.ScreenColor(parsed)).RunAsync()
                    : await new LabFilter(lab, input, notices, events, report).RunAsync();
            }
            catch (ListenException failure)
            {
                string line = ListenAdvice.Line(failure, $"doorway --port {port + 1}");
                notices.Fail(line);
                report?.AddFailure(line);
                code = ExitCode.Failed;
            }
        }

        if (!showsCalls)
        {
            _output.PrintTable(parsed, journal);
        }

        if (report is not null)
        {
            JsonReport.Write(json => report.Write(json, code));
        }

        return code;
    }
}

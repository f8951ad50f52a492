using System.CommandLine;
using Doorway.Check;
using Doorway.Cli.Checks;
using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Commands;

/// <summary><c>doorway check server</c> and <c>doorway check client</c>.</summary>
sealed class CheckRoleCommand : Command
{
    readonly CheckRole _role;
    readonly Argument<Address?> _address;
    readonly SubjectOptions _subject = new();
    readonly CheckFiles _files = new();
    readonly Output _output = new();

    public CheckRoleCommand(CheckRole role)
        : base(
            CheckWords.Of(role),
            role == CheckRole.Server
                ? "Check a server: we are its clients.\n"
                    + "With --run it is started anew for each case; without, one that runs already "
                    + "is asked, at its address."
                : "Check a client: we are its server, and type what it sends.\n"
                    + "Any server's name and any address in it leads to us.")
    {
        _role = role;
        _address = new Argument<Address?>("ADDRESS")
        {
            HelpName = "ADDRESS",
            Arity = ArgumentArity.ZeroOrOne,
            Description = role == CheckRole.Server
                ? "Where the server is: tcp://:12000, udp://:12000 (default found out by its "
                    + "sockets)"
                : "Where it goes to: tcp://:12000, udp://:12000 (default found out by watching it)",
            CustomParser = result => OptionValues.ParseAddress(result, result.Tokens[0].Value),
        };
        _address.CompletionSources.Add("tcp://", "udp://");
        Arguments.Add(_address);
        _subject.AddTo(this);
        _files.AddTo(this);
        _output.AddTo(this, showsCalls: false);
        HelpText.Add(this, role == CheckRole.Server ? ServerExamples : ClientExamples);
        SetAction((parsed, cancellation) =>
        {
            Notices notices = _output.Notices(parsed);
            return OwnFault.CatchAsync(notices, () => RunAsync(parsed, notices, cancellation));
        });
    }

    const string ServerExamples = """
          doorway check server --run 'python3 TCPServer.py' tcp://:12000
          doorway check server --run './server 5000'              port and transport found out
          doorway check server udp://localhost:12000              one that runs already
          doorway check server --run 'java Server' --only tcp/stream/
        """;

    const string ClientExamples = """
          doorway check client --run 'python3 UDPClient.py' udp://:12000
          doorway check client --run 'java Client' --profile line
        """;

    async Task<int> RunAsync(
        ParseResult parsed, Notices notices, CancellationToken cancellation)
    {
        Address? address = parsed.GetValue(_address);
        CheckPlan plan = _subject.Plan(parsed, _role, address);
        Require(plan);
        if (plan is { Command: not null, Isolate: not false })
        {
            UserNamespace.Enter();
        }

        HomeThread.Begin();
        JsonEvents? events = _output.Events(parsed);
        var progress = new CheckProgress(
            new CheckRequest
            {
                Role = _role,
                Run = _subject.Run(parsed),
                Address = address?.ToString(),
                Options = _subject.Words(parsed),
                Only = plan.Only,
            },
            notices, events, _files.Get(parsed));
        using var signals = new Signals();
        CheckSheet sheet = await new CheckWork(plan, progress).RunAsync(signals, cancellation);
        int code = sheet.ExitCode;
        events?.Write("ended", json => CheckJson.Write(json, sheet, code));
        if (_output.WantsJson(parsed))
        {
            JsonReport.Write(json => CheckJson.Write(json, sheet, code));
        }
        else if (events is null)
        {
            CheckText.Write(sheet, Standard.Screen(), Output.ScreenColor(parsed));
        }

        return code;
    }

    static void Require(CheckPlan plan)
    {
        string? fault = plan switch
        {
            { Role: CheckRole.Client, Command: null } =>
                "which client? doorway check client --run 'python3 UDPClient.py'",
            { Command: null, Address: null } =>
                "which server? doorway check server --run 'python3 TCPServer.py', or the address "
                + "of one that runs already: doorway check server tcp://localhost:12000",
            { Address: { } address } when address.Transport is not (Transport.Tcp or Transport.Udp)
                => $"{address}: a check is over TCP or UDP",
            _ => null,
        };
        if (fault is not null)
        {
            throw new UsageException(fault);
        }

        if (plan is { Command: null, Address: { } running })
        {
            OptionValues.RequirePeer(running);
        }
    }
}

using System.CommandLine;
using Doorway.Check;
using Doorway.Cli.Checks;
using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Commands;

/// <summary><c>doorway check</c>: what exactly is wrong with a client or a server.</summary>
sealed class CheckCommand : Command
{
    const string Examples = """
          doorway check server --run 'python3 TCPServer.py' tcp://:12000
          doorway check client --run 'python3 UDPClient.py' udp://:12000
          doorway check server tcp://localhost:12000        one that runs already
          doorway check server --run 'java Server' --profile line --html report.html
          doorway check --list                              every case, and what it asks of whom
          doorway check explain tcp/stream/split-write
          doorway check batch submissions --run 'python3 {}/server.py' server tcp://:12000
        """;

    readonly Option<bool> _list = OptionValues.Switch(
        "--list", "Show every case: its id, how much it asks of whom, what is wrong");

    readonly Output _output = new();

    public CheckCommand()
        : base(
            "check",
            "Say exactly what is wrong with somebody's client or server, with the proof, the "
            + "likely cause and the fix.\n"
            + "The program is a black box, in any language; Doorway plays its peer.")
    {
        Subcommands.Add(new CheckRoleCommand(CheckRole.Server));
        Subcommands.Add(new CheckRoleCommand(CheckRole.Client));
        Subcommands.Add(new CheckExplainCommand());
        Subcommands.Add(new CheckBatchCommand());
        Options.Add(_list);
        _output.AddTo(this, showsCalls: false);
        HelpText.Add(this, Examples);
        SetAction(Run);
    }

    int Run(ParseResult parsed)
    {
        if (!parsed.GetValue(_list))
        {
            throw new UsageException(
                "what is to be checked? doorway check server --run 'CMD', or doorway check client "
                + "--run 'CMD'; doorway check --list shows every case (see doorway check --help)");
        }

        JsonEvents? events = _output.Events(parsed);
        if (events is not null)
        {
            events.Write("cases", CaseList.Write);
        }
        else if (_output.WantsJson(parsed))
        {
            JsonReport.Write(CaseList.Write);
        }
        else
        {
            CaseList.Write(Standard.Screen());
        }

        return ExitCode.Ok;
    }
}

using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Doorway.Cli.Commands;

/// <summary>Help that starts with examples.</summary>
static class HelpText
{
    /// <summary>Gives a command a --help that shows its examples first.</summary>
    public static void Add(Command command, string examples)
    {
        HelpOption help = command.Options.OfType<HelpOption>().FirstOrDefault() ?? new HelpOption();
        help.Action = new ExamplesFirst(examples, (SynchronousCommandLineAction)help.Action!);
        if (!command.Options.Contains(help))
        {
            command.Options.Add(help);
        }
    }

    sealed class ExamplesFirst(string examples, SynchronousCommandLineAction rest)
        : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            output.WriteLine(examples);
            output.WriteLine();
            return rest.Invoke(parseResult);
        }
    }
}

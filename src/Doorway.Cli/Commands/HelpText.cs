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
        foreach (Option option in command.Options)
        {
            if (option is HelpOption known)
            {
                known.Action = new ExamplesFirst(examples);
                return;
            }
        }

        // Not a HelpOption: that one reads its description from resources, which every start of
        // the command would wait for.
        Option<bool> help = OptionValues.Switch(
            "--help", "Show help and usage information", "-h", "/h", "-?", "/?");
        help.Action = new ExamplesFirst(examples);
        command.Options.Add(help);
    }

    sealed class ExamplesFirst(string examples) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            output.WriteLine(examples);
            output.WriteLine();
            // Made here: it measures the terminal, and few ask for help.
            return new HelpAction().Invoke(parseResult);
        }
    }
}

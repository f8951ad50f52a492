using System.CommandLine;
using Doorway.Check;
using Doorway.Cli.Checks;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Commands;

/// <summary><c>doorway check explain ID</c>: what a case teaches.</summary>
sealed class CheckExplainCommand : Command
{
    const string Examples = "  doorway check explain tcp/stream/split-write";

    readonly Argument<string> _id = new("ID")
    {
        HelpName = "ID",
        Description = "A case, as reports and --list name it",
    };

    public CheckExplainCommand()
        : base("explain", "Tell why a case is there, how it is tried, and what to change.")
    {
        _id.CompletionSources.Add(_ => Suite.Cases.Select(one =>
            new System.CommandLine.Completions.CompletionItem(one.Id)));
        Arguments.Add(_id);
        HelpText.Add(this, Examples);
        SetAction(parsed =>
        {
            string id = parsed.GetValue(_id)!;
            CheckCase one = Suite.Find(id) ?? throw new UsageException(
                $"\"{id}\" is no case; near it: {string.Join(", ", Suite.Near(id))} "
                + "(doorway check --list shows all)");
            Standard.Screen().Write(CasePage.Text(one));
            return ExitCode.Ok;
        });
    }
}

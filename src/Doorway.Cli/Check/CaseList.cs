using System.Text.Json;
using Doorway.Check;
using Doorway.Cli.Terminal;
using Spectre.Console;

namespace Doorway.Cli.Checks;

/// <summary>Every case, and how much it asks of which kind of program (<c>--list</c>).</summary>
static class CaseList
{
    /// <summary>As a table: an id, a column for each profile, a title.</summary>
    public static void Write(TextWriter output)
    {
        var table = new Table { Border = TableBorder.Ascii2 };
        table.AddColumn(new TableColumn("id").NoWrap());
        foreach (string profile in CheckWords.Profiles)
        {
            table.AddColumn(new TableColumn(profile).NoWrap());
        }

        table.AddColumn(new TableColumn("what is wrong where it fails").NoWrap());
        foreach (CheckCase one in Suite.Cases)
        {
            table.AddRow(
            [
                one.Id,
                .. Enum.GetValues<CheckProfile>().Select(profile =>
                    one.MostFor(profile) is { } level ? CheckWords.Of(level) : "-"),
                Markup.Escape(one.Title),
            ]);
        }

        IAnsiConsole console = Page.Plain(output, width: 240);
        console.Write(table);
    }

    /// <summary>As members of a JSON object.</summary>
    public static void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("cases");
        foreach (CheckCase one in Suite.Cases)
        {
            json.WriteStartObject();
            json.WriteString("id", one.Id);
            json.WriteString("title", one.Title);
            json.WriteString("role", CheckWords.Of(one.Role));
            json.WriteString("requirement", one.Requirement);
            json.WriteString("source", one.Source);
            json.WriteStartObject("levels");
            foreach (CheckProfile profile in Enum.GetValues<CheckProfile>())
            {
                if (one.MostFor(profile) is { } level)
                {
                    json.WriteString(CheckWords.Of(profile), CheckWords.Of(level));
                }
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

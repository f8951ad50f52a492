using Doorway.Check;
using Doorway.Cli.Checks;
using Doorway.Tests.Command;

namespace Doorway.Tests.Documents;

/// <summary>
/// Every finding has a page, which says what <c>check explain</c> prints. DOORWAY_ACCEPT=1 writes them.
/// </summary>
public sealed class FindingPageTests
{
    const string Index = "README.md";

    static string Folder { get; } = Path.Combine(Programs.Repository, "docs", "findings");

    static Dictionary<string, string> Pages => Suite.Cases
        .ToDictionary(CasePage.FileName, CasePage.Markdown)
        .Append(new KeyValuePair<string, string>(Index, CasePage.Index()))
        .ToDictionary();

    [Fact]
    public void Every_finding_has_a_page_that_says_what_explain_says()
    {
        if (Environment.GetEnvironmentVariable("DOORWAY_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Folder);
            foreach (string path in Directory.GetFiles(Folder))
                File.Delete(path);
            foreach ((string name, string text) in Pages)
                File.WriteAllText(Path.Combine(Folder, name), text);
        }

        Dictionary<string, string> there = Directory.Exists(Folder)
            ? Directory.GetFiles(Folder).ToDictionary(path => Path.GetFileName(path), File.ReadAllText)
            : [];
        string[] wrong = [.. Pages.Keys.Union(there.Keys).Order().Where(
            name => there.GetValueOrDefault(name) != Pages.GetValueOrDefault(name))];
        Assert.True(
            wrong.Length == 0,
            $"docs/findings differs from the suite in {string.Join(", ", wrong)}. If the suite is right, " +
            "run this test once with DOORWAY_ACCEPT=1 and commit the folder.");
    }

    [Fact]
    public void A_page_and_the_terminal_say_the_same_words()
    {
        Assert.All(Suite.Cases, one =>
        {
            string[] page = Words(CasePage.Markdown(one)), text = Words(CasePage.Text(one));
            Assert.Equal(text.Order(), page.Order());
        });
    }

    [Fact]
    public void Every_text_of_a_case_is_on_its_page() => Assert.All(Suite.Cases, one =>
    {
        string text = string.Join(' ', Words(CasePage.Text(one)));
        Assert.All(
            (string[])[one.Title, one.Requirement, one.Source, one.Explanation.Why, one.Explanation.How,
                one.Explanation.Fix, .. one.Explanation.Causes, .. one.Explanation.CausesIn.Values,
                .. one.Explanation.Fixes.Values],
            part => Assert.Contains(string.Join(' ', Words(part)), text));
    });

    [Fact]
    public void Every_case_asks_something_of_some_program() => Assert.All(
        Suite.Cases, one => Assert.Contains(
            Enum.GetValues<CheckProfile>(), profile => one.MostFor(profile) is not null));

    // What is left without the marks of Markdown and of a list.
    static string[] Words(string text) =>
        [.. text.Replace("\\", "").Replace("`", "").Split([' ', '\n', '#', '-'],
            StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word is not ("sh" or "python" or "java" or "c" or "go" or "csharp" or "javascript"
                or "rust"))];
}

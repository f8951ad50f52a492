using System.Text.Json;
using System.Xml.Linq;
using System.Xml.Schema;
using Doorway.Check;
using Doorway.Cli.Checks;
using Doorway.Cli.Checks.Html;

namespace Doorway.Tests.Command;

/// <summary>A check as documents that other programs read.</summary>
public sealed class CheckDocumentTests
{
    static readonly CheckSheet Unfinished =
        CheckSheets.Mixed with { HasEnded = false, IsComplete = false };

    public static TheoryData<string> Sheets => ["mixed", "unfinished", "empty", "not started"];

    static CheckSheet Sheet(string name) => name switch
    {
        "mixed" => CheckSheets.Mixed,
        "unfinished" => Unfinished,
        "empty" => CheckSheets.Of() with { IsComplete = false, Traits = null, IsIsolated = null },
        _ => CheckSheets.NotStarted,
    };

    [Theory]
    [MemberData(nameof(Sheets))]
    public void JUnit_XML_is_valid_against_the_common_schema(string sheet)
    {
        var schemas = new XmlSchemaSet();
        schemas.Add(null, Path.Combine(AppContext.BaseDirectory, "Command", "junit.xsd"));
        var document = new XDocument(CheckSheets.Parsed(Sheet(sheet).Written(JUnitReport.Write)));
        document.Validate(schemas, (_, fault) => Assert.Fail(fault.Message));
        Assert.Equal(
            document.Root!.Descendants("testcase").Count(),
            (int)document.Root.Attribute("tests")!);
    }

    [Fact]
    public void Only_a_MUST_fails_a_build()
    {
        XElement root = CheckSheets.Parsed(CheckSheets.Mixed.Written(JUnitReport.Write));
        Assert.Equal(
            ["tcp.d.must"], root.Descendants("failure").Select(fault => Name(fault.Parent!)));
        Assert.Equal(
            ["tcp.b.note", "tcp.c.should", "tcp.f.skipped"],
            root.Descendants("skipped").Select(one => Name(one.Parent!)));
        Assert.StartsWith("NOTE, not met: ", (string)root.Descendants("skipped").First()
            .Attribute("message")!);
        Assert.Equal(["tcp.g.broken"], root.Descendants("error").Select(one => Name(one.Parent!)));
        Assert.Equal("1", (string)root.Attribute("failures")!);
        Assert.Equal("1", (string)root.Attribute("errors")!);
        Assert.Contains("Again", root.Descendants("failure").Single().Value);
    }

    [Fact]
    public void An_unfinished_check_fails_a_build_though_no_MUST_did()
    {
        CheckSheet sheet = CheckSheets.Of(CheckSheets.Passed("tcp/a/a", CheckLevel.Must));
        XElement error = CheckSheets.Parsed((sheet with { IsComplete = false })
            .Written(JUnitReport.Write)).Descendants("error").Single();
        Assert.Equal("doorway.complete", Name(error.Parent!));
        Assert.Empty(CheckSheets.Parsed(sheet.Written(JUnitReport.Write)).Descendants("error"));
    }

    [Fact]
    public void JSON_holds_all_that_is_known()
    {
        using JsonDocument document = JsonDocument.Parse(
            CheckSheets.Mixed.Written(LiveReports.WriteJson));
        JsonElement root = document.RootElement;
        Assert.True(root.GetProperty("complete").GetBoolean());
        Assert.Equal(1, root.GetProperty("exitCode").GetInt32());
        Assert.Equal("line", root.GetProperty("subject").GetProperty("profile").GetString());
        Assert.Equal(
            (1, 1), (Count(root, "must", "failed"), Count(root, "should", "passed")));
        JsonElement must = root.GetProperty("results").EnumerateArray().Single(
            result => result.GetProperty("id").GetString() == "tcp/d/must");
        JsonElement difference = must.GetProperty("evidence")[0];
        Assert.Equal("HELLO\n"u8.ToArray(), difference.GetProperty("expectedBytes").GetBytesFromBase64());
        Assert.Equal(@"HELLO\n", difference.GetProperty("expected").GetString());
        Assert.Equal(2, difference.GetProperty("firstDifference").GetInt32());
        Assert.Equal(3, must.GetProperty("trace").GetArrayLength());
        Assert.Equal(2, must.GetProperty("causes").GetArrayLength());
        Assert.EndsWith("--only tcp/d/must", must.GetProperty("again").GetString());
    }

    [Fact]
    public void An_unfinished_JSON_document_says_so_and_has_no_exit_code()
    {
        using JsonDocument document = JsonDocument.Parse(Unfinished.Written(LiveReports.WriteJson));
        Assert.False(document.RootElement.GetProperty("complete").GetBoolean());
        Assert.Equal(
            JsonValueKind.Null, document.RootElement.GetProperty("exitCode").ValueKind);
    }

    [Theory]
    [MemberData(nameof(Sheets))]
    public void The_page_is_well_formed_asks_no_other_host_and_runs_nothing(string sheet)
    {
        string text = Sheet(sheet).Written(CheckPage.Write);
        Assert.StartsWith("<!DOCTYPE html", text);
        XElement page = CheckSheets.Parsed(text);
        Assert.Contains(
            page.Descendants("meta"),
            meta => ((string?)meta.Attribute("content"))?.StartsWith("default-src 'none';") == true);
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName
            is "script" or "link" or "img" or "iframe" or "object" or "base");
        Assert.DoesNotContain(
            page.Descendants().Attributes(),
            attribute => attribute.Name.LocalName is "src" or "href" or "onclick");
        Assert.DoesNotMatch(@"url\(|@import", page.Descendants("style").Single().Value);
        Assert.Contains("@media (prefers-color-scheme: dark)", text);
        // A browser reads <p/> as <p>.
        Assert.All(
            page.Descendants().Where(element => element.IsEmpty),
            element => Assert.Equal("meta", element.Name.LocalName));
    }

    [Fact]
    public void The_page_shows_each_finding_whole()
    {
        XElement page = CheckSheets.Parsed(CheckSheets.Mixed.Written(CheckPage.Write));
        XElement[] findings = [.. page.Descendants("section")
            .Where(section => (string?)section.Attribute("class") == "finding")];
        Assert.Equal(
            ["tcp/d/must", "tcp/c/should", "tcp/b/note"],
            findings.Select(finding => finding.Descendants("code").First().Value));
        Assert.Contains(@"\x1b[2J\x00</pre><script>", findings[0].Value);
        Assert.Contains("Says <b>nothing</b> & stops", findings[0].Value);
        Assert.Contains("if x < 1 and y > 2:\n", findings[0].Value);
        Assert.Contains("1 requirement that must hold does not.", page.Value);
        Assert.Contains("no IPv6 here", page.Value);
    }

    [Fact]
    public void An_unfinished_page_says_so_at_its_head() => Assert.StartsWith(
        "This report is incomplete", CheckSheets.Parsed(Unfinished.Written(CheckPage.Write))
            .Descendants("header").Single().Elements("p").Last().Value);

    static string Name(XElement test) =>
        $"{(string)test.Attribute("classname")!}.{(string)test.Attribute("name")!}";

    static int Count(JsonElement root, string level, string outcome) =>
        root.GetProperty("summary").GetProperty(level).GetProperty(outcome).GetInt32();
}

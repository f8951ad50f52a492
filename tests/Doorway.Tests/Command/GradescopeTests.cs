using System.Text.Json;
using Doorway.Check;
using Doorway.Cli;
using Doorway.Cli.Checks;

namespace Doorway.Tests.Command;

/// <summary>Grades, and the rubric that they go by.</summary>
public sealed class GradescopeTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    // Of the suite, so that a rubric may name it.
    static string Known => Suite.Cases[0].Id;

    [Fact]
    public void A_MUST_is_worth_one_a_SHOULD_half_and_a_NOTE_nothing()
    {
        using JsonDocument grades = Grades(CheckSheets.Mixed, Rubric.Default);
        JsonElement root = grades.RootElement;
        Assert.Equal(1.5, root.GetProperty("score").GetDouble());
        Assert.Equal(2.5, root.GetProperty("execution_time").GetDouble());
        Assert.Contains("MUST 1 of 2", root.GetProperty("output").GetString());
        JsonElement[] tests = [.. root.GetProperty("tests").EnumerateArray()];
        Assert.Equal(
            ["1/1 passed", "0/0 passed", "0/0.5 failed", "0/1 failed", "0.5/0.5 passed",
             "0/1 failed", "0/0 passed"],
            tests.Select(test => FormattableString.Invariant(
                $"{test.GetProperty("score").GetDouble()}/{test.GetProperty("max_score").GetDouble()} ")
                + test.GetProperty("status").GetString()));
        Assert.Equal(
            Enumerable.Range(1, 7).Select(number => $"{number}"),
            tests.Select(test => test.GetProperty("number").GetString()));
        Assert.Equal("MUST A program answers.", tests[3].GetProperty("name").GetString());
        Assert.Contains("One of these", tests[3].GetProperty("output").GetString());
        Assert.All(tests, test => Assert.Equal("visible", test.GetProperty("visibility").GetString()));
    }

    [Fact]
    public void What_could_not_be_tried_costs_nothing_where_no_MUST_failed()
    {
        CaseResult skipped = CheckSheets.Mixed.With(CaseOutcome.Skipped).Single();
        CaseResult passed = CheckSheets.Passed("tcp/a/a", CheckLevel.Must);
        using JsonDocument right = Grades(CheckSheets.Of(passed, skipped), Read("""{"points": 10}"""));
        Assert.Equal(10, right.RootElement.GetProperty("score").GetDouble());
        using JsonDocument wrong = Grades(
            CheckSheets.Of(passed, skipped, CheckSheets.Failed("tcp/b/b", CheckLevel.Must)),
            Read("""{"points": 9}"""));
        Assert.Equal(3, wrong.RootElement.GetProperty("score").GetDouble());
    }

    [Fact]
    public void The_scores_of_the_tests_add_up_to_the_points()
    {
        using JsonDocument grades = Grades(CheckSheets.Mixed, Read("""{"points": 100}"""));
        JsonElement[] tests = [.. grades.RootElement.GetProperty("tests").EnumerateArray()];
        Assert.Equal(100, tests.Sum(test => test.GetProperty("max_score").GetDouble()), 2);
        Assert.Equal(
            grades.RootElement.GetProperty("score").GetDouble(),
            tests.Sum(test => test.GetProperty("score").GetDouble()), 2);
    }

    [Fact]
    public void A_program_that_did_not_start_gets_nothing()
    {
        using JsonDocument grades = Grades(CheckSheets.NotStarted, Read("""{"points": 20}"""));
        Assert.Equal(0, grades.RootElement.GetProperty("score").GetDouble());
        JsonElement test = grades.RootElement.GetProperty("tests").EnumerateArray().Single();
        Assert.Equal(20, test.GetProperty("max_score").GetDouble());
        Assert.Equal("failed", test.GetProperty("status").GetString());
    }

    [Fact]
    public void What_holds_of_a_program_that_did_not_start_earns_nothing()
    {
        using JsonDocument grades = Grades(
            CheckSheets.NotStarted with
            {
                Results =
                [
                    CheckSheets.Failed("program/start", CheckLevel.Must),
                    CheckSheets.Passed("program/children", CheckLevel.Must),
                ],
            },
            Read("""{"points": 20}"""));
        Assert.Equal(0, grades.RootElement.GetProperty("score").GetDouble());
        Assert.Equal(2, grades.RootElement.GetProperty("tests").GetArrayLength());
    }

    [Fact]
    public void Who_ends_the_check_early_earns_nothing_for_what_was_not_tried()
    {
        CheckCase first = Suite.Cases.First(
            one => one.LevelFor(CheckSheets.Mixed.Traits!) == CheckLevel.Must);
        CheckSheet begun = CheckSheets.Of(
            CheckSheets.Passed("tcp/a/a", CheckLevel.Must)) with
        { IsComplete = false };
        using JsonDocument grades = Grades(begun, Read("""{"points": 100}"""));
        Assert.InRange(grades.RootElement.GetProperty("score").GetDouble(), 0.01, 50);
        JsonElement untried = grades.RootElement.GetProperty("tests").EnumerateArray().First(
            test => test.GetProperty("tags")[0].GetString() == first.Id);
        Assert.Equal("failed", untried.GetProperty("status").GetString());
        Assert.Contains("not tried", grades.RootElement.GetProperty("output").GetString());
    }

    [Fact]
    public void The_nearest_entry_of_a_rubric_decides()
    {
        string group = Known[..(Known.LastIndexOf('/') + 1)];
        Rubric rubric = Read($$"""
            {
              // A teacher may say why.
              "weights": { "MUST": 2, "{{group}}": 3, "{{Known}}": 5 },
              "visibility": { "{{group}}": "hidden", "SHOULD": "after_due_date" },
            }
            """);
        Assert.Equal(5, rubric.Weight(Known, CheckLevel.Note));
        Assert.Equal(3, rubric.Weight(group + "another", CheckLevel.Note));
        Assert.Equal(2, rubric.Weight("other/id", CheckLevel.Must));
        Assert.Equal(0.5, rubric.Weight("other/id", CheckLevel.Should));
        Assert.Equal("hidden", rubric.Visibility(Known, CheckLevel.Must));
        Assert.Equal("after_due_date", rubric.Visibility("other/id", CheckLevel.Should));
        Assert.Equal("visible", rubric.Visibility("other/id", CheckLevel.Must));
    }

    [Theory]
    [InlineData("[]", "the rubric is no JSON object")]
    [InlineData("""{"point": 1}""", "\"point\" is none of points, weights, visibility")]
    [InlineData("""{"points": "10"}""", "\"points\" is not a number from 0")]
    [InlineData("""{"points": -1}""", "\"points\" is not a number from 0")]
    [InlineData("""{"weights": {"must": 1}}""", "\"must\" is no level, no id")]
    [InlineData("""{"visibility": {"MUST": "secret"}}""", "\"MUST\": visibility is one of visible")]
    [InlineData("{", "")]
    public void A_rubric_that_is_none_is_wrong_use(string text, string why)
    {
        UsageException failure = Assert.Throws<UsageException>(() => Read(text));
        Assert.StartsWith($"--rubric {_folder.File("rubric.json")}: {why}", failure.Message);
    }

    Rubric Read(string text)
    {
        string path = _folder.File("rubric.json");
        File.WriteAllText(path, text);
        return Rubric.Read(path);
    }

    static JsonDocument Grades(CheckSheet sheet, Rubric rubric) => JsonDocument.Parse(
        sheet.Written((whole, output) => GradescopeReport.Write(whole, rubric, output)));

    public void Dispose() => _folder.Dispose();
}

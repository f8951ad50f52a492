using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Doorway.Cli.Bench.Html;

namespace Doorway.Tests.Command;

/// <summary>The page that --html writes.</summary>
public sealed class BenchPageTests
{
    [Fact]
    public void It_is_well_formed_and_asks_no_other_host_for_anything()
    {
        string text = Text(BenchReports.WithPause());
        Assert.StartsWith("<!DOCTYPE html", text);
        XElement page = Parse(text);
        Assert.Contains(
            page.Descendants("meta"),
            meta => ((string?)meta.Attribute("content"))?.StartsWith("default-src 'none';") == true);
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName
            is "script" or "link" or "img" or "iframe" or "object" or "base");
        Assert.DoesNotContain(
            page.Descendants().Attributes(), attribute =>
                attribute.Name.LocalName is "src" or "href");
        Assert.DoesNotMatch(@"url\(|@import", page.Descendants("style").Single().Value);
    }

    [Fact]
    public void Only_elements_that_HTML_closes_by_itself_are_empty()
    {
        // A browser reads <p/> as <p>.
        string[] empty = [.. Parse(Text(BenchReports.WithPause())).Descendants()
            .Where(element => element.IsEmpty && !element.Ancestors("svg").Any())
            .Select(element => element.Name.LocalName).Distinct()];
        Assert.Equal(["meta"], empty);
    }

    [Fact]
    public void It_is_light_or_dark_as_its_reader_likes() =>
        Assert.Contains("@media (prefers-color-scheme: dark)", Text(BenchReports.WithPause()));

    [Fact]
    public void It_shows_the_figures_and_what_was_asked()
    {
        XElement page = Parse(Text(BenchReports.WithPause()));
        Assert.Equal(
            "doorway bench --text '<é & \"b\">' udp://127.0.0.1:12000",
            page.Descendants("pre").Single().Value);
        string[] rows = [.. page.Descendants("tr").Select(row => string.Join(
            '|', row.Elements().Select(cell => cell.Value)))];
        Assert.Contains("lost|12|0.3 %", rows);
        Assert.Contains("max|500 ms|1.00 ms", rows);
        Assert.Contains("1|9", rows);
        Assert.Contains("Coordinated omission", page.Descendants("dt").Select(term => term.Value));
        Assert.Contains("open loop", page.Value);
    }

    [Fact]
    public void The_failure_and_the_generator_that_was_the_limit_are_at_its_head()
    {
        LoadReport report = BenchReports.InVain();
        XElement page = Parse(Text(
            report with { Generator = report.Generator with { Limit = "It was the limit." } },
            "TIMEOUT <somewhere>"));
        Assert.Equal(
            ["TIMEOUT <somewhere>", "It was the limit."],
            page.Descendants("header").Single().Elements("p")
                .Where(line => (string?)line.Attribute("class") == "verdict")
                .Select(line => line.Value));
        Assert.Empty(page.Descendants("svg"));
    }

    [Fact]
    public void Each_drawing_stays_inside_its_frame()
    {
        XElement[] drawings = [.. Parse(Text(BenchReports.WithPause())).Descendants("svg")];
        Assert.Equal(3, drawings.Length);
        foreach (XElement drawing in drawings)
        {
            double[] frame = Numbers((string)drawing.Attribute("viewBox")!);
            double[][] points = [.. drawing.Descendants("path").SelectMany(path =>
                Numbers((string)path.Attribute("d")!).Chunk(2))];
            Assert.True(points.Length > 4);
            Assert.All(points, point =>
            {
                Assert.InRange(point[0], 0, frame[2]);
                Assert.InRange(point[1], 0, frame[3]);
            });
        }
    }

    [Fact]
    public void The_curve_from_the_planned_time_rises_and_the_other_does_not()
    {
        XElement drawing = Parse(Text(BenchReports.WithPause())).Descendants("svg").First();
        double[][] Curve(string name) => [.. Numbers((string)drawing.Descendants("path")
            .Single(path => (string?)path.Attribute("class") == name).Attribute("d")!).Chunk(2)];
        double[][] plan = Curve("plan");
        double[][] send = Curve("send");
        Assert.Equal(plan[0][1], send[0][1], tolerance: 1);
        Assert.True(plan[^1][1] < plan[0][1] - 100, "500 ms lie well above 1 ms");
        Assert.Equal(send[0][1], send[^1][1]);
        Assert.Equal(plan[^1][0], send[^1][0]);
        Assert.True(plan.Zip(plan.Skip(1)).All(pair => pair.Second[0] >= pair.First[0]));
    }

    [Theory]
    [InlineData(9, "0 2 4 6 8")]
    [InlineData(1, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(60, "0 10 20 30 40 50 60")]
    public void Seconds_have_round_ticks(double end, string ticks) => Assert.Equal(
        ticks, string.Join(' ', Axis.Time(end, 0, 100).Ticks.Select(tick =>
            tick.ToString("0.##", CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData(30e3, 800e3, "20000 50000 100000 200000 500000 1000000")]
    [InlineData(30e3, 1e9, "100000 1000000 10000000 100000000 1000000000")]
    [InlineData(1e6, 1e6, "1000000 2000000")]
    public void Times_have_ticks_at_ones_twos_and_fives(double least, double most, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', Axis.Log(least, most, 0, 100).Ticks.Select(tick =>
            tick.ToString("0", CultureInfo.InvariantCulture))));

    [Fact]
    public void A_decade_is_a_decade_wherever_it_lies()
    {
        Axis axis = Axis.Log(1e3, 1e9, 0, 60);
        Assert.Equal(10, axis.At(1e4), 6);
        Assert.Equal(50, axis.At(1e8), 6);
        Assert.Equal(60, axis.At(1e12), 6);
    }

    static string Text(LoadReport report, string? failure = null)
    {
        using var output = new MemoryStream();
        ReportPage.Write(report.Outcome(failure), output);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    static XElement Parse(string text)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore };
        using var reader = XmlReader.Create(new StringReader(text), settings);
        return XElement.Load(reader);
    }

    static double[] Numbers(string text) =>
        [.. Regex.Matches(text, @"-?\d+(\.\d+)?").Select(number =>
            double.Parse(number.Value, CultureInfo.InvariantCulture))];
}

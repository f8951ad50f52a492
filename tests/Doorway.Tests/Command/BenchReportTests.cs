using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Doorway.Cli.Bench;

namespace Doorway.Tests.Command;

/// <summary>A report as tables, JSON and CSV: each says the same.</summary>
public sealed class BenchReportTests
{
    [Fact]
    public void The_tables_show_every_fate_and_both_latencies()
    {
        string text = Table(BenchReports.WithPause());
        Assert.Matches(@"\| sent +\| 4,012 \| +\|", text);
        Assert.Matches(@"\| answered +\| 4,000 \| +99.7 % \|", text);
        Assert.Matches(@"\| lost +\| +12 \| +0.3 % \|", text);
        Assert.Matches(@"\| late +\| +0 \| +0 % \|", text);
        Assert.Matches(@"\| duplicated +\| +0 \|", text);
        Assert.Matches(@"\| reordered +\| +6 \|", text);
        Assert.Matches(@"\| corrupted +\| +0 \|", text);
        Assert.Matches(@"\| latency \| from planned time \| from actual send \|", text);
        Assert.Matches(@"\| p50 +\| +1.00 ms \| +1.00 ms \|", text);
        Assert.Matches(@"\| max +\| +500 ms \| +1.00 ms \|", text);
    }

    [Fact]
    public void The_tables_show_runs_of_losses_and_who_dropped_them()
    {
        string text = Table(BenchReports.WithPause());
        Assert.Matches(@"lost in a row \| how often \|\n.*\n\| +1 \| +9 \|\n\| +3 \| +1 \|", text);
        Assert.Contains("rate       1,000 answers a second, 1,000 messages sent of the 1,000", text);
        Assert.Contains("2 at the generator's own sockets, 10 at the server's", text);
        Assert.Contains("0.25 of a core, 4 late sends (up to 2.50 ms); it was not the limit", text);
    }

    [Fact]
    public void A_generator_that_was_the_limit_is_named()
    {
        LoadReport report = BenchReports.WithPause();
        string text = Table(report with
        {
            DroppedAtTarget = null,
            Generator = report.Generator with { Limit = "The generator was the limit: so." },
        });
        Assert.Contains("(up to 2.50 ms). The generator was the limit: so.", text);
        Assert.Contains("unknown at the server's", text);
        Assert.DoesNotContain("it was not the limit", text);
    }

    [Fact]
    public void Without_an_answer_there_is_no_table_of_latencies()
    {
        string text = Table(BenchReports.InVain());
        Assert.DoesNotContain("latency", text);
        Assert.Matches(@"\| lost +\| +64 \| +100 % \|", text);
    }

    [Fact]
    public void Where_no_answer_is_expected_only_what_was_sent_counts()
    {
        LoadReport report = BenchReports.InVain();
        string text = Table(report with
        {
            Plan = report.Plan with { Expect = LoadExpectation.None },
            Counts = new LoadCounts { Sent = 64 },
            SentPerSecond = 6.4,
        });
        Assert.DoesNotContain("lost", text);
        Assert.Contains("rate       6.4 messages sent\n", text);
    }

    [Fact]
    public void JSON_holds_what_the_tables_hold()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            BenchJson.Write(json, BenchReports.WithPause().Outcome(), 0);
            json.WriteEndObject();
        }

        using JsonDocument document = JsonDocument.Parse(buffer.ToArray());
        JsonElement root = document.RootElement;
        Assert.Equal(4012, root.Of("sent"));
        Assert.Equal(6, root.Of("reordered"));
        Assert.Equal(10, root.Of("droppedAtTarget"));
        Assert.Equal(1000, root.GetProperty("plan").Of("rate"));
        Assert.Equal("udp://127.0.0.1:12000", root.GetProperty("plan").GetProperty("address").GetString());
        Assert.Equal(0.5, root.GetProperty("fromPlanSeconds").GetProperty("max").GetDouble());
        Assert.Equal(0.001, root.GetProperty("fromSendSeconds").GetProperty("max").GetDouble());
        Assert.Equal(
            [(1, 9), (3, 1)],
            root.GetProperty("lossRuns").EnumerateArray()
                .Select(run => ((int)run.Of("length"), (int)run.Of("count"))));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("generator").GetProperty("limit").ValueKind);
    }

    [Fact]
    public void CSV_has_a_row_a_second_and_the_columns_that_are_documented()
    {
        var text = new StringWriter();
        BenchCsv.Write(BenchReports.WithPause(), text);
        string[] lines = text.ToString().Split("\r\n");
        Assert.Equal(6, lines.Length);
        Assert.Equal("", lines[5]);
        string[] names = lines[0].Split(',');
        Dictionary<string, string> third = names.Zip(lines[3].Split(',')).ToDictionary();
        Assert.Equal("2", third["start"]);
        Assert.Equal("1003", third["sent"]);
        Assert.Equal("0.5", third["plan_max"]);
        Assert.Equal("0.001", third["send_max"]);
        string page = File.ReadAllText(Path.Combine(Programs.Repository, "docs", "bench.md"));
        Assert.All(names, name => Assert.Contains($"`{name}`", page));
    }

    [Fact]
    public void A_second_without_an_answer_has_no_percentiles_in_CSV()
    {
        LoadReport report = BenchReports.InVain();
        var text = new StringWriter();
        BenchCsv.Write(
            report with
            {
                Timeline = [new LoadSecond(
                    TimeSpan.Zero, TimeSpan.FromSeconds(1), report.Counts, report.FromPlan,
                    report.FromSend)],
            },
            text);
        Assert.EndsWith("4096,0,,,,,,,,,,,,\r\n", text.ToString());
    }

    [Fact]
    public void The_line_of_a_second_names_only_what_went_wrong()
    {
        LoadSecond second = BenchReports.WithPause().Timeline[2];
        Assert.Matches(
            @"^ +3.0 s +1,000/s  p50 1.00 ms  p99  4\d\d ms  max  500 ms, 3 lost, 2 reordered$",
            BenchLines.Of(second));
    }

    [Theory]
    [InlineData(0, "0 ns")]
    [InlineData(0.9, "900 ns")]
    [InlineData(1, "1.00 µs")]
    [InlineData(99_960, "100 ms")]
    [InlineData(999.6, "1.00 ms")]
    [InlineData(12_345, "12.3 ms")]
    [InlineData(999_900, "1.00 s")]
    [InlineData(1_234_567, "1.23 s")]
    [InlineData(61_000_000, "61.0 s")]
    public void A_time_has_three_digits_and_a_unit(double microseconds, string text) =>
        Assert.Equal(text, Amount.Time(TimeSpan.FromMicroseconds(microseconds)));

    [Theory]
    [InlineData(0, 100, "0 %")]
    [InlineData(1, 1_000_000, "<0.01 %")]
    [InlineData(1, 3, "33.33 %")]
    [InlineData(0, 0, "-")]
    public void What_is_more_than_nothing_is_never_zero(long part, long whole, string text) =>
        Assert.Equal(text, Amount.Share(part, whole));

    static string Table(LoadReport report)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        BenchTable.Write(report.Outcome(), text);
        return Regex.Replace(text.ToString(), @"[ \t]+\n", "\n");
    }

    [Fact]
    public void What_was_never_sent_is_told()
    {
        string text = Table(BenchReports.WithPause() with { Unsent = 1_500 });
        Assert.Contains("unsent     1,500 messages due, and never sent: ", text);
        Assert.DoesNotContain("unsent", Table(BenchReports.WithPause()));
    }

    [Fact]
    public void Many_lengths_of_loss_runs_are_put_together()
    {
        var runs = Enumerable.Range(1, 300).ToDictionary(length => length, length => 2L);
        Assert.Equal(
            [("7", 2L), ("8 to 15", 16), ("16 to 31", 32)],
            BenchTable.LossRows(runs).Skip(6).Take(3));
        Assert.Equal(600, BenchTable.LossRows(runs).Sum(row => row.Count));
        Assert.Equal(
            [("1", 5L), ("1,000", 1)],
            BenchTable.LossRows(new Dictionary<int, long> { [1_000] = 1, [1] = 5 }));
    }

    [Fact]
    public void A_report_may_go_to_a_device()
    {
        using var files = new ReportFiles("/dev/null", "/dev/null", "/dev/null");
        files.Write(BenchReports.WithPause().Outcome());
    }

    [Fact]
    public void A_count_that_was_not_reached_is_told()
    {
        LoadReport report = BenchReports.WithPause();
        string text = Table(report with { Plan = report.Plan with { Count = 5_000 } });
        Assert.Contains("ended      early: 4,012 of the 5,000 messages asked for were sent", text);
        Assert.DoesNotContain(
            "early", Table(report with { Plan = report.Plan with { Count = 4_012 } }));
    }
}

using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Doorway.Cli.Watching;
using Doorway.Watch;

namespace Doorway.Tests.Watch;

/// <summary>The stream of events: none twice, none missing that isn't counted.</summary>
public sealed class WatchStreamTests
{
    static NoticeEvent Notice(int i) => new() { Words = $"notice {i}" };

    static CallEvent Call(int i) => new() { Id = i, Call = "send", Process = 1 };

    static IEnumerable<long> Numbers(IEnumerable<JsonElement> events) =>
        events.Select(seen => seen.GetProperty("n").GetInt64());

    [Fact]
    public async Task A_page_that_comes_late_gets_what_was_before_it_and_then_what_happens()
    {
        var session = new ShownSession();
        await using PageClient page = await PageClient.StartAsync(session);
        for (int i = 0; i < 1200; i++)
        {
            session.Log.Add(Notice(i));
        }

        using EventStream stream = await page.StreamAsync();
        List<JsonElement> before = await stream.ReadAsync(events => events.Count == 1200);
        Assert.Equal(Enumerable.Range(1, 1200).Select(n => (long)n), Numbers(before));
        session.Log.Add(Notice(1200));
        JsonElement live = Assert.Single(await stream.ReadAsync(events => events.Count > 0));
        Assert.Equal("notice 1200", live.GetProperty("words").GetString());
        Assert.Equal(1201, stream.LastId);
    }

    [Fact]
    public async Task A_page_that_lost_its_connection_goes_on_without_gap_or_double()
    {
        var session = new ShownSession();
        await using PageClient page = await PageClient.StartAsync(session);
        var numbers = new List<long>();
        using var enough = new CancellationTokenSource();
        Task writer = Task.Run(async () =>
        {
            for (int i = 0; i < 3000; i++)
            {
                session.Log.Add(Notice(i));
                if (i % 10 == 0)
                {
                    await Task.Delay(1);
                }
            }
        }, TestContext.Current.CancellationToken);
        long last = 0;
        while (last < 3000)
        {
            using EventStream stream = await page.StreamAsync(
                "?after=0", ("Last-Event-ID", $"{last}"));
            numbers.AddRange(Numbers(await stream.ReadAsync(events => events.Count >= 300
                || (last + events.Count >= 3000))));
            last = stream.LastId;
        }

        await writer;
        Assert.Equal(Enumerable.Range(1, 3000).Select(n => (long)n), numbers);
    }

    [Fact]
    public async Task After_says_where_to_begin_and_a_number_of_another_run_is_none()
    {
        var session = new ShownSession();
        session.Log.Add(Notice(0));
        session.Log.Add(Notice(1));
        await using PageClient page = await PageClient.StartAsync(session);
        using EventStream one = await page.StreamAsync("?after=1");
        Assert.Equal([2L], Numbers(await one.ReadAsync(events => events.Count > 0)));
        using EventStream all = await page.StreamAsync("?after=99");
        Assert.Equal([1L, 2L], Numbers(await all.ReadAsync(events => events.Count > 1)));
    }

    [Fact]
    public async Task What_is_too_much_is_left_out_and_counted_but_never_what_names_the_rest()
    {
        var session = new ShownSession();
        await using PageClient page = await PageClient.StartAsync(session);
        using EventStream stream = await page.StreamAsync();
        session.Log.Add(Notice(0));
        await stream.ReadAsync(events => events.Count > 0);
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < 100_000; i++)
        {
            session.Log.Add(i % 1000 == 0 ? Notice(i) : Call(i));
        }

        List<JsonElement> seen = await stream.ReadAsync(
            events => events.Count > 0
                && events[^1].GetProperty("n").GetInt64() == 100_001);
        long missing = seen.Sum(
            one => one.TryGetProperty("missing", out JsonElement count) ? count.GetInt64() : 0);
        int shown = seen.Count(one => !one.TryGetProperty("missing", out _));
        Assert.Equal(100_000, shown + missing);
        Assert.Equal(100, seen.Count(one => one.TryGetProperty("words", out JsonElement words)
            && words.GetString()!.StartsWith("notice")));
        double most = WatchStream.Rate * (2 + clock.Elapsed.TotalSeconds);
        Assert.InRange(shown, 1, most);
    }

    [Fact]
    public async Task What_gave_way_in_the_log_before_it_was_read_is_counted()
    {
        var session = new ShownSession { Replays = true };
        for (int i = 0; i < (1 << 18) + 10; i++)
        {
            session.Log.Add(Call(i));
        }

        await using PageClient page = await PageClient.StartAsync(session);
        using EventStream stream = await page.StreamAsync();
        JsonElement first = (await stream.ReadAsync(events => events.Count > 0))[0];
        Assert.Equal("notice", first.GetProperty("kind").GetString());
        Assert.Equal(10, first.GetProperty("missing").GetInt64());
    }

    [Fact]
    public async Task A_recording_comes_whole_and_at_once_and_its_end_is_told()
    {
        var session = new ShownSession { Replays = true };
        for (int i = 0; i < 100_000; i++)
        {
            session.Log.Add(Call(i));
        }

        session.End();
        await using PageClient page = await PageClient.StartAsync(session);
        using EventStream stream = await page.StreamAsync();
        List<JsonElement> events = await stream.ReadAsync(_ => stream.IsEnded);
        Assert.Equal(Enumerable.Range(1, 100_000).Select(n => (long)n), Numbers(events));
    }

    public static TheoryData<string> Dangerous =>
    [
        "<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "\"'><svg/onload=1>",
        "]]>&lt;&#60;", "\r\n\r\nevent: end\r\ndata: {}\r\n\r\n", "\u202Etxt.exe\u202C\u200B\uFEFF",
        "\0\x01\x1b[2J\x7f\u0085\u2028\u2029", "\uD800", "{\"n\":1}],[", new string('<', 65_536),
    ];

    [Theory]
    [MemberData(nameof(Dangerous), DisableDiscoveryEnumeration = true)]
    public async Task Whatever_a_peer_sends_comes_out_as_data(string text)
    {
        var session = new ShownSession();
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        session.Log.Add(Call(1) with { Bytes = bytes, Local = text, Arguments = text });
        session.Log.Add(new OutputEvent { Process = 7, Bytes = bytes });
        session.Log.Add(new ProgramEvent
        {
            Process = 7,
            Step = ProgramStep.Started,
            Name = text,
        });
        await using PageClient page = await PageClient.StartAsync(session);
        using EventStream stream = await page.StreamAsync();
        List<JsonElement> events = await stream.ReadAsync(all => all.Count >= 3);
        Assert.Equal(3, events.Count);
        Assert.False(stream.IsEnded);
        byte[] begin = bytes[..Math.Min(256, bytes.Length)];
        Assert.Equal(begin, events[0].GetProperty("text").GetBytesFromBase64());
        Assert.Equal(bytes.Length, events[0].GetProperty("length").GetInt32());
        Assert.Equal(bytes, events[1].GetProperty("text").GetBytesFromBase64());
        string valid = Encoding.UTF8.GetString(bytes);
        Assert.Equal(valid, events[0].GetProperty("local").GetString());
        Assert.Equal(valid, events[2].GetProperty("name").GetString());
        using HttpResponseMessage full = await page.GetAsync("event/1");
        Assert.Equal("application/json", full.Content.Headers.ContentType?.MediaType);
        string document = await full.Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken);
        Assert.DoesNotContain('<', document);
        Assert.Equal(
            bytes,
            JsonDocument.Parse(document).RootElement.GetProperty("bytes").GetBytesFromBase64());
    }
}

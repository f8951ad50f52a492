using Doorway.Watch;
using Doorway.Watch.Flows;
using FsCheck;
using FsCheck.Fluent;

namespace Doorway.Tests.Watch.Flows;

/// <summary>The order in which events are told, and when.</summary>
public sealed class FlowJoinTests
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    static NoticeEvent Notice(DateTime time) => new() { Time = time, Words = "x" };

    [Fact]
    public void Events_that_are_late_by_less_than_the_window_are_told_in_order_of_time() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var arrivals = Enumerable.Range(0, 200)
                .Select(_ => random.Next(0, 2_000))
                .Select(at => (At: at, Arrives: at + random.Next(0, 150)))
                .OrderBy(one => one.Arrives);
            var order = new EventOrder(FlowJoin.Window);
            var told = new List<WatchEvent>();
            foreach ((int at, int arrives) in arrivals)
            {
                Take(Exchange.At(arrives));
                order.Add(Notice(Exchange.At(at)), Exchange.At(arrives));
            }

            Take(DateTime.MaxValue);
            Assert.Equal(200, told.Count);
            Assert.Equal(told.OrderBy(one => one.Time), told);

            void Take(DateTime now)
            {
                while (order.Take(now) is { } next)
                {
                    told.Add(next);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithQuietOnSuccess(true));

    [Fact]
    public void A_receive_is_told_where_it_returned_and_a_send_where_it_began()
    {
        var exchange = new Exchange();
        CallEvent receive = exchange.Call(1, "recv", 1, null, null, took: 10);
        CallEvent send = exchange.Call(1, "send", 1, null, null, took: 10);
        Assert.Equal(Exchange.At(11), CallRoles.Place(receive));
        Assert.Equal(Exchange.At(1), CallRoles.Place(send));
    }

    [Theory]
    [InlineData("poll", 10)]
    [InlineData("epoll_wait", 10)]
    [InlineData("connect", 3_000)]
    [InlineData("sendto", 700)]
    public void A_call_that_waited_is_told_where_it_returned(string name, double took)
    {
        var exchange = new Exchange();
        FrameEvent cause = Exchange.Datagram(took, "x");
        CallEvent call = exchange.Call(0.5, name, 1, null, null, took: took);
        var order = new EventOrder(FlowJoin.Window);
        order.Add(call, Exchange.At(took + 1));
        order.Add(cause, Exchange.At(took + 2));
        Assert.Same(cause, order.Take(DateTime.MaxValue));
        Assert.Same(call, order.Take(DateTime.MaxValue));
    }

    [Fact]
    public void More_events_than_may_be_kept_are_told_early()
    {
        var order = new EventOrder(FlowJoin.Window, most: 3);
        DateTime now = Exchange.At(0);
        for (int i = 0; i < 4; i++)
        {
            order.Add(Notice(now), now);
        }

        Assert.NotNull(order.Take(now));
        Assert.Null(order.Take(now));
    }

    [Fact]
    public void The_end_tells_what_is_left_in_order()
    {
        var log = new WatchLog();
        DateTime now = DateTime.UtcNow;
        using (var join = new FlowJoin(log))
        {
            join.Add(Notice(now.AddSeconds(2)));
            join.Add(Notice(now.AddSeconds(1)));
        }

        Assert.Equal([now.AddSeconds(1), now.AddSeconds(2)],
            log.Read(0).Select(one => one.Time));
    }

    [Fact]
    public async Task Events_are_told_without_an_end()
    {
        var log = new WatchLog();
        using var join = new FlowJoin(log);
        using var limit = new CancellationTokenSource(Deadline);
        join.Add(Notice(DateTime.UtcNow));
        await log.WaitAsync(0, limit.Token);
        join.Add(Notice(DateTime.UtcNow));
        await log.WaitAsync(1, limit.Token);
    }

    [Fact]
    public async Task A_call_that_waits_is_told_at_once_after_what_was_before_it()
    {
        // A machine that stands still for the whole window in between is asked again.
        for (int tries = 1; ; tries++)
        {
            var log = new WatchLog();
            using var join = new FlowJoin(log);
            using var limit = new CancellationTokenSource(Deadline);
            DateTime now = DateTime.UtcNow;
            join.Add(Notice(now));
            join.Add(Notice(now.AddSeconds(-1)));
            join.Add(new CallEvent
            {
                Id = 1,
                Call = "accept",
                Process = 1,
                IsWaiting = true,
                Time = now.AddMilliseconds(-50),
            });
            await log.WaitAsync(2, limit.Token);
            if (log.Read(0)[1] is CallEvent || tries == 5)
            {
                Assert.IsType<CallEvent>(log.Read(0)[1]);
                Assert.Equal(now.AddSeconds(-1), log.Read(0)[0].Time);
                await log.WaitAsync(2, limit.Token);
                return;
            }
        }
    }

    [Fact]
    public void Old_keys_are_forgotten_and_used_ones_stay()
    {
        var recent = new Recent<int, string>(10);
        recent.Set(-1, "used");
        for (int i = 0; i < 1_000; i++)
        {
            recent.Set(i, "x");
            Assert.True(recent.TryGet(-1, out _));
        }

        Assert.InRange(recent.Count, 10, 20);
        Assert.False(recent.TryGet(5, out _));
        Assert.True(recent.TryGet(999, out _));
    }
}

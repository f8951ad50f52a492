using Doorway.Watch;

namespace Doorway.Tests.Watch;

public sealed class WatchLogTests
{
    static OutputEvent Of(int length) => new() { Process = 1, Bytes = new byte[length] };

    [Fact]
    public void Events_have_numbers_from_1_in_the_order_in_which_they_came()
    {
        var log = new WatchLog();
        log.Add(Of(5));
        log.Add(Of(6));
        Assert.Equal([1, 2], log.Read(0).Select(one => one.Number));
        Assert.Equal(6, ((OutputEvent)log.Find(2)!).Bytes.Length);
        Assert.Null(log.Find(3));
        Assert.Equal(0, log.Dropped);
    }

    [Fact]
    public void The_oldest_give_way_when_there_are_too_many()
    {
        var log = new WatchLog(3);
        for (int i = 0; i < 5; i++)
            log.Add(Of(i));
        Assert.Equal((2, 5), (log.Dropped, log.Last));
        Assert.Equal([3, 4, 5], log.Read(0).Select(one => one.Number));
        Assert.Equal([5], log.Read(4).Select(one => one.Number));
        Assert.Null(log.Find(2));
    }

    [Fact]
    public void The_oldest_give_way_when_they_have_too_many_bytes()
    {
        var log = new WatchLog { MostBytes = 10_000 };
        for (int i = 0; i < 5; i++)
            log.Add(Of(4_000));
        Assert.Equal([4, 5], log.Read(0).Select(one => one.Number));
        Assert.Equal(3, log.Dropped);
        log.Add(Of(20_000));
        Assert.Equal([6], log.Read(0).Select(one => one.Number));
        log.Add(Of(1));
        Assert.Equal([7], log.Read(0).Select(one => one.Number));
    }

    [Fact]
    public async Task Who_waits_for_an_event_is_woken()
    {
        var log = new WatchLog();
        ValueTask waiting = log.WaitAsync(0, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        log.Add(Of(1));
        await waiting.AsTask().WaitAsync(TimeSpan.FromSeconds(20));
    }
}

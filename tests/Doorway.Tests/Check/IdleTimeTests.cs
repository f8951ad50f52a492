using Doorway.Check;

namespace Doorway.Tests.Check;

public sealed class IdleTimeTests
{
    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void A_look_that_comes_late_stands_for_two_steps()
    {
        var idle = new IdleTime(Step);
        Thread.Sleep(10 * Step);
        idle.Look(true);
        Assert.Equal(2 * Step, idle.Lasting);
        Assert.Equal(2 * Step, idle.Total);
    }

    [Fact]
    public void Work_ends_what_lasts_and_counts_for_nothing()
    {
        var idle = new IdleTime(Step);
        Thread.Sleep(10 * Step);
        idle.Look(true);
        Thread.Sleep(10 * Step);
        idle.Look(false);
        Assert.Equal(TimeSpan.Zero, idle.Lasting);
        Assert.Equal(2 * Step, idle.Total);
        Thread.Sleep(10 * Step);
        idle.Look(true);
        Assert.Equal(2 * Step, idle.Lasting);
        Assert.Equal(4 * Step, idle.Total);
    }
}

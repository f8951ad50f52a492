using System.Runtime.Versioning;
using Doorway.Check;

namespace Doorway.Tests.Check;

/// <summary>A case's time on a machine that has little of a processor for its program.</summary>
public sealed class ShortageTests
{
    const string Turns = "while :; do :; done";

    static readonly TimeSpan CaseTime = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Time = TimeSpan.FromSeconds(20);

    static readonly Isolation Chosen = Isolation.Choose(null, null);

    [Fact]
    public void A_case_whose_program_was_held_up_takes_so_much_longer()
    {
        TimeSpan held = CaseTime / 2;
        var patience = new Patience(() => false, CaseTime) { HeldUp = () => held };
        Thread.Sleep(CaseTime);
        Assert.False(patience.IsOver(TimeSpan.Zero));
        Thread.Sleep(CaseTime / 2);
        Assert.True(patience.IsOver(TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, patience.Left);
    }

    [Fact]
    public void Time_that_is_over_at_once_is_not_over_for_long()
    {
        TimeSpan? held = 100 * CaseTime;
        var patience = new Patience(() => false, CaseTime) { HeldUp = () => held };
        Thread.Sleep(3 * CaseTime);
        Assert.False(patience.IsOver(TimeSpan.Zero));
        held = null;
        Assert.True(patience.IsOver(TimeSpan.Zero));
        Assert.False(patience.IsOver(10 * CaseTime));
        Thread.Sleep(CaseTime);
        Assert.True(patience.IsOver(CaseTime));
    }

    [Fact]
    public void What_a_process_waited_that_has_ended_counts_too()
    {
        TimeSpan held = 100 * CaseTime;
        var patience = new Patience(() => false, CaseTime) { HeldUp = () => held };
        Thread.Sleep(2 * CaseTime);
        Assert.NotEqual(TimeSpan.Zero, patience.Left);
        held = TimeSpan.Zero;
        Assert.NotEqual(TimeSpan.Zero, patience.Left);
    }

    [Fact]
    public void It_ends_however_long_the_program_is_held_up()
    {
        var patience = new Patience(() => false, CaseTime) { HeldUp = () => TimeSpan.MaxValue };
        Assert.Throws<OutOfTimeException>(() => patience.Wait(step =>
        {
            Thread.Sleep(step);
            return false;
        }));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void Who_shares_a_processor_is_held_up_until_it_has_had_plenty() => Chosen.Run(room =>
    {
        // One processor for both.
        string[] command = ["taskset", "-c", "0", "sh", "-c", Turns];
        using var one = Doorway.Check.Subject.Start(new Launch { Command = command, Room = room }, new Trace());
        using var other = Doorway.Check.Subject.Start(new Launch { Command = command, Room = room }, new Trace());
        Await(() => Shortage.Of([one]) > CaseTime && Shortage.Of([other]) > CaseTime);
        other.Dispose();
        Await(() => Restlessness.Total(one) > TimeSpan.FromSeconds(4));
        Assert.Null(Shortage.StillOwed([one]));
        return true;
    });

    [Fact]
    public void Of_no_process_nothing_is_told() =>
        Assert.Equal(TimeSpan.Zero, Shortage.InLine("/proc/no-such-process"));

    static void Await(Func<bool> holds) => Assert.True(
        SpinWait.SpinUntil(() => { Thread.Sleep(10); return holds(); }, Time));
}

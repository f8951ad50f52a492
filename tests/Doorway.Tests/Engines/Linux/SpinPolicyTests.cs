using System.Diagnostics;
using Doorway.Engines.Linux;

namespace Doorway.Tests;

/// <summary>When a loop polls before it blocks, told with a clock of our own.</summary>
public sealed class SpinPolicyTests
{
    const long Poll = 1;
    readonly SpinPolicy _policy;
    long _microseconds = 1_000_000;

    public SpinPolicyTests() =>
        _policy = new SpinPolicy(() => _microseconds * Stopwatch.Frequency / 1_000_000);

    // One wait, in which something comes after so long; returns for how long it polled.
    long Wait(long comesAfter, int handled = 1, long poll = Poll)
    {
        long came = _microseconds + comesAfter;
        long began = _microseconds;
        if (_policy.Begin(handled))
        {
            do
            {
                _microseconds += poll;
                if (_microseconds >= came)
                {
                    _policy.Found();
                    return _microseconds - began;
                }
            }
            while (_policy.GoesOn());
        }

        long polled = _microseconds - began;
        _microseconds = Math.Max(_microseconds, came);
        _policy.Woken();
        return polled;
    }

    void WarmUp()
    {
        for (int i = 0; i < 20; i++)
        {
            Wait(10);
        }

        Assert.Equal(10, Wait(10));
    }

    [Fact]
    public void It_begins_when_waits_are_short()
    {
        Assert.Equal(0, Wait(10));
        WarmUp();
    }

    [Fact]
    public void An_idle_loop_never_polls()
    {
        for (int i = 0; i < 1_000; i++)
        {
            Assert.Equal(0, Wait(10_000));
        }
    }

    [Fact]
    public void It_ends_when_waits_become_long()
    {
        WarmUp();
        long polled = Enumerable.Range(0, 1_000).Sum(_ => Wait(10_000));
        Assert.InRange(polled, 50, 250);
    }

    [Fact]
    public void A_spin_is_bounded()
    {
        WarmUp();
        Assert.InRange(Wait(10_000), 50, 51);
    }

    [Fact]
    public void Waits_just_too_long_for_a_spin_cost_little()
    {
        WarmUp();
        long polled = Enumerable.Range(0, 10_000).Sum(_ => Wait(70));
        Assert.InRange(polled, 0, 10_000 * 50 / 5 + 1_000);
    }

    [Fact]
    public void Much_to_do_at_a_time_is_no_time_to_poll()
    {
        WarmUp();
        for (int i = 0; i < 20; i++)
        {
            Wait(10, handled: 16);
        }

        Assert.Equal(0, Wait(10, handled: 16));
        for (int i = 0; i < 40; i++)
        {
            Wait(10);
        }

        Assert.Equal(10, Wait(10));
    }

    [Fact]
    public void It_rests_while_others_want_the_processor()
    {
        WarmUp();

        // Each poll loses the processor for a time slice.
        long polled = 0;
        long end = _microseconds + 10_000_000;
        while (_microseconds < end)
        {
            polled += Wait(20, poll: 3_000);
        }

        Assert.InRange(polled, 0, 500_000);

        // And comes back when they have gone.
        _microseconds += 4_000_000;
        WarmUp();
    }

    [Fact]
    public void A_single_interruption_is_none_of_its_business()
    {
        WarmUp();
        for (int i = 0; i < 100; i++)
        {
            Wait(20, poll: 3_000);
            _microseconds += 200_000;
            Assert.Equal(10, Wait(10));
        }
    }
}

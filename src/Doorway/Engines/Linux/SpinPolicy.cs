using System.Diagnostics;
using Doorway.Engines.Linux.Interop;

namespace Doorway.Engines.Linux;

/// <summary>
/// Whether a loop polls for a moment before it blocks. To be woken costs more than a small answer;
/// polling finds the next request without it, where that request follows at once. One for each
/// loop's thread:
/// <code>
/// if (spin.Begin())
///     do { if (poll without waiting) { spin.Found(); return; } } while (spin.GoesOn());
/// block;
/// spin.Woken();
/// </code>
/// It spins only while waits are short: after <see cref="Full"/> waits in a row that spinning
/// would have spared, and until a fifth of the spins are in vain. An idle server has long waits
/// and never spins. It stops for a while when others want this processor, which shows in the
/// thread's involuntary context switches (getrusage(2)): polling then only takes away their time,
/// the client's perhaps. At worst, every fifth wait of less than 100 us costs 50 us.
/// </summary>
sealed class SpinPolicy
{
    /// <summary>The longest spin, in microseconds.</summary>
    const long LongestMicroseconds = 50;

    // A blocked wait tells its length only together with the time that it took to wake up.
    const long ShortMicroseconds = 100;
    const int Full = 16;
    const int InVain = 4;

    // A thread that competes for the processor preempts this one at the end of every time slice,
    // hundreds of times a second; the kernel's own threads do so now and then.
    const int CheckMilliseconds = 50;
    const int CrowdedSwitches = 8;
    const int FirstRestMilliseconds = 100;
    const int LongestRestMilliseconds = 3_200;

    readonly Func<long> _now;
    readonly Func<long> _switches;
    int _credit;
    bool _on;
    bool _spun;
    long _began;
    long _checkAt;
    long _checkedSwitches;
    long _restUntil;
    int _rest = FirstRestMilliseconds;

    /// <summary>A policy with its two senses.</summary>
    /// <param name="now">The time, as <see cref="Stopwatch.GetTimestamp"/> tells it.</param>
    /// <param name="switches">How often this thread lost its processor against its will.</param>
    public SpinPolicy(Func<long> now, Func<long> switches)
    {
        _now = now;
        _switches = switches;
    }

    /// <summary>A policy for the thread that will use it.</summary>
    public static SpinPolicy ForThread() =>
        new(Stopwatch.GetTimestamp, ThreadUsage.InvoluntarySwitches);

    static long Ticks(long microseconds) => microseconds * Stopwatch.Frequency / 1_000_000;

    /// <summary>Nothing is there: whether to poll, rather than to block at once.</summary>
    public bool Begin()
    {
        _began = _now();
        _spun = _on && _began >= _restUntil && !IsCrowded();
        return _spun;
    }

    /// <summary>A poll found nothing: whether to poll again.</summary>
    public bool GoesOn()
    {
        if (_now() - _began < Ticks(LongestMicroseconds))
        {
            return true;
        }

        Lose();
        return false;
    }

    /// <summary>A poll found something.</summary>
    public void Found() => Gain();

    /// <summary>A blocking wait has ended.</summary>
    public void Woken()
    {
        if (_spun)
        {
            // A spin in vain has been counted; how long the rest took says nothing new.
            return;
        }

        if (_now() - _began < Ticks(ShortMicroseconds))
        {
            Gain();
        }
        else
        {
            Lose();
        }
    }

    void Gain()
    {
        _credit = Math.Min(Full, _credit + 1);
        _on |= _credit == Full;
    }

    void Lose()
    {
        _credit = Math.Max(0, _credit - InVain);
        _on &= _credit > 0;
    }

    bool IsCrowded()
    {
        if (_began < _checkAt)
        {
            return false;
        }

        // Only a count over about one period tells a rate; after a longer time it starts anew.
        long switches = _switches();
        bool isRate = _began - _checkAt < Ticks(CheckMilliseconds * 1_000);
        bool isCrowded = isRate && switches - _checkedSwitches >= CrowdedSwitches;
        _checkedSwitches = switches;
        _checkAt = _began + Ticks(CheckMilliseconds * 1_000);
        if (isCrowded)
        {
            _restUntil = _began + Ticks(_rest * 1_000);
            _rest = Math.Min(LongestRestMilliseconds, _rest * 2);
        }
        else if (isRate)
        {
            _rest = FirstRestMilliseconds;
        }

        return isCrowded;
    }
}

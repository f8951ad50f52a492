using System.Diagnostics;

namespace Doorway.Engines.Linux;

/// <summary>
/// Whether a loop polls for a moment before it blocks. To be woken costs more than a small answer;
/// polling finds the next request without it, where that request follows at once. One for each
/// loop's thread:
/// <code>
/// if (spin.Begin(handled))
///     do { if (poll without waiting) { spin.Found(); return; } } while (spin.GoesOn());
/// block;
/// spin.Woken();
/// </code>
/// It spins only while waits are short: after <see cref="Full"/> waits in a row that spinning
/// would have spared, and until a fifth of the spins are in vain; so an idle server never does.
/// It spins only while there is little to do at a time: with many requests under way a wake-up is
/// shared by all that came meanwhile, and polling would merely take them in smaller portions.
/// And it stops for a while when others want this processor, for then it takes away their time,
/// the client's perhaps: that shows in polls that take far too long. What it costs: a processor
/// that was idle is busy while one client asks without a pause; at worst, every fifth wait of
/// less than 100 us is preceded by 50 us of polling.
/// </summary>
/// <param name="now">The time, as <see cref="Stopwatch.GetTimestamp"/> tells it.</param>
sealed class SpinPolicy(Func<long> now)
{
    // Half of a wait may be the wake-up: the wait that a spin would have had is shorter.
    const int LongestMicroseconds = 50;
    const int ShortMicroseconds = 100;
    const int Full = 16;
    const int InVain = 4;

    // The average of what is handled between two waits, in sixteenths.
    const int Sixteenths = 16;
    const int Little = 2 * Sixteenths;
    const int Weight = 8;

    // A poll takes a quarter of a microsecond, or with an interrupt some tens. A millisecond is
    // somebody else's time slice, or the host's of a virtual machine.
    const int StolenMicroseconds = 1_000;
    const int CrowdedAfter = 3;
    const int CrowdedMicroseconds = 100_000;
    const int FirstRestMicroseconds = 100_000;
    const int LongestRestMicroseconds = 3_200_000;

    long _spent;
    int _credit;
    int _handled;
    bool _isBusy;
    bool _on;
    bool _spun;
    long _began;
    long _polled;
    int _stolen;
    long _stolenFrom;
    long _restUntil;
    int _rest = FirstRestMicroseconds;

    /// <summary>A policy by the system's clock.</summary>
    public SpinPolicy()
        : this(Stopwatch.GetTimestamp)
    {
    }

    static long Ticks(int microseconds) => microseconds * Stopwatch.Frequency / 1_000_000;

    /// <summary>
    /// How long it has polled so far, as <see cref="Stopwatch"/> tells it; for any thread.
    /// </summary>
    public long Spun => Volatile.Read(ref _spent);

    /// <summary>Whether to poll now, rather than to block at once.</summary>
    /// <param name="handled">How much has been handled since the last wait.</param>
    public bool Begin(int handled)
    {
        _handled += ((handled * Sixteenths) - _handled) / Weight;
        _isBusy = _handled > Little;
        if (_isBusy)
        {
            // Nothing to learn either: no look at the clock.
            return _spun = false;
        }

        _began = now();
        _polled = _began;
        return _spun = _on && _began >= _restUntil;
    }

    /// <summary>A poll found nothing: whether to poll again.</summary>
    public bool GoesOn()
    {
        if (Polled() - _began < Ticks(LongestMicroseconds))
        {
            return true;
        }

        Lose();
        _spent += _polled - _began;
        return false;
    }

    /// <summary>A poll found something.</summary>
    public void Found()
    {
        Gain();
        Polled();
        _spent += _polled - _began;
    }

    long Polled()
    {
        long time = now();
        if (time - _polled >= Ticks(StolenMicroseconds))
        {
            Steal(time);
        }

        return _polled = time;
    }

    /// <summary>A blocking wait has ended.</summary>
    public void Woken()
    {
        if (_spun || _isBusy)
        {
            // The spin in vain has been counted; how long the rest took says nothing new.
            return;
        }

        if (now() - _began < Ticks(ShortMicroseconds))
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

    void Steal(long time)
    {
        if (time - _stolenFrom > Ticks(CrowdedMicroseconds))
        {
            _stolenFrom = time;
            _stolen = 0;
        }

        if (++_stolen < CrowdedAfter)
        {
            return;
        }

        // Still crowded soon after a rest: a longer one.
        bool isAgain = time - _restUntil < Ticks(_rest);
        _rest = isAgain ? Math.Min(LongestRestMicroseconds, _rest * 2) : FirstRestMicroseconds;
        _restUntil = time + Ticks(_rest);
        _stolen = 0;
        _on = false;
        _credit = 0;
    }
}

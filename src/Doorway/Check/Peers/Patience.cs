using System.Diagnostics;

namespace Doorway.Check;

/// <summary>
/// How long to wait for what may never come. Silence alone proves nothing on a busy machine: it
/// counts once the program has been idle, waiting for something itself, for a while.
/// </summary>
sealed class Patience
{
    // A case must end on any machine.
    const int MostHeldUp = 3;

    static readonly TimeSpan BlindSilence = TimeSpan.FromSeconds(1);

    readonly Func<bool>? _isIdle;
    readonly TimeSpan _caseTime;
    readonly long _deadline;
    readonly Lock _gate = new();
    TimeSpan _held;
    long? _overSince;

    /// <summary>Begins now.</summary>
    /// <param name="isIdle">
    /// Whether the program waits now and has since it was last asked; null where that can't be
    /// told, as of a program that we did not start.
    /// </param>
    /// <param name="caseTime">How long the case may take.</param>
    public Patience(Func<bool>? isIdle, TimeSpan caseTime)
    {
        _isIdle = isIdle;
        _caseTime = caseTime;
        _deadline = Stopwatch.GetTimestamp() + Ticks.Of(caseTime);
    }

    /// <summary>How often it is looked.</summary>
    public static TimeSpan Step { get; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The silence after which nothing more is expected of an idle program.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The same of this program: a second at least where it can't be told whether it is
    /// idle.</summary>
    public TimeSpan Enough => _isIdle is null && BlindSilence > Silence ? BlindSilence : Silence;

    /// <summary>How long the program was kept from what it would have done, by a busy machine: so
    /// much longer the case may take, up to three times its time; null once that no longer counts.
    /// </summary>
    public Func<TimeSpan?>? HeldUp { get; init; }

    /// <summary>What is left of the case's time; never negative.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_gate)
            {
                TimeSpan left = _overSince is null ? Remaining() : TimeSpan.Zero;
                if (left > TimeSpan.Zero)
                {
                    return left;
                }

                _overSince ??= Stopwatch.GetTimestamp();
                return TimeSpan.Zero;
            }
        }
    }

    /// <summary>Whether the case's time has been over for that long, since it was first seen to
    /// be: it may end all at once.</summary>
    public bool IsOver(TimeSpan grace) => Left == TimeSpan.Zero
        && Stopwatch.GetElapsedTime(_overSince!.Value) >= grace;

    TimeSpan Remaining()
    {
        TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _deadline);
        if (left > TimeSpan.Zero || HeldUp?.Invoke() is not { } held)
        {
            return left;
        }

        // A process that has ended, such as a compiler, no longer tells how long it waited.
        _held = held > _held ? held : _held;
        TimeSpan most = MostHeldUp * _caseTime;
        return left + (_held < most ? _held : most);
    }

    /// <summary>
    /// Waits until the program has taken what it was given and waits for something itself; does
    /// not tell whether more would come. Of a program that can't be watched: a step's time.
    /// </summary>
    /// <exception cref="OutOfTimeException">The case's time is over.</exception>
    public void Settle()
    {
        while (!Settles())
        {
            if (Left == TimeSpan.Zero)
            {
                throw new OutOfTimeException();
            }
        }
    }

    /// <summary>The same of a program that may never rest.</summary>
    /// <returns>False where it turns in a loop, or the case's time is over.</returns>
    public bool Settles()
    {
        Restlessness? work = null;
        do
        {
            Thread.Sleep(Step);
            if (_isIdle is null || _isIdle())
            {
                return true;
            }

            work ??= Work?.Invoke();
        }
        while (Left > TimeSpan.Zero && work is not { IsBeyondDoubt: true });

        return false;
    }

    /// <summary>
    /// How much processor time the program uses from a moment on; null where it may use any, as
    /// while it starts.
    /// </summary>
    public Func<Restlessness>? Work { get; set; }

    /// <summary>Waits until something is there.</summary>
    /// <param name="isThere">Waits at most so long, and tells whether it is there.</param>
    /// <returns>Whether it is; false once nothing more is expected.</returns>
    /// <exception cref="OutOfTimeException">The case's time is over.</exception>
    /// <exception cref="RestlessException">It turns in a loop, and nothing comes.</exception>
    public bool Wait(Func<TimeSpan, bool> isThere)
    {
        var quiet = new IdleTime(Step);
        Restlessness? work = null;
        while (true)
        {
            if (isThere(Step))
            {
                return true;
            }

            bool isQuiet = _isIdle is null || _isIdle();
            quiet.Look(isQuiet);
            if (!isQuiet)
            {
                work ??= Work?.Invoke();
                if (work is { IsBeyondDoubt: true })
                {
                    throw new RestlessException(work.Used);
                }
            }

            if (quiet.Lasting >= Enough)
            {
                // It may have come and made the program idle since we looked: on a busy machine we
                // too stand in line for the processor.
                return isThere(TimeSpan.Zero);
            }

            if (Left == TimeSpan.Zero)
            {
                throw new OutOfTimeException();
            }
        }
    }

    /// <summary>Waits for the program to do something that can only be looked for: printing, an
    /// exit.</summary>
    /// <returns>Whether it did; false once it waits for something itself.</returns>
    /// <exception cref="OutOfTimeException">The case's time is over.</exception>
    public bool Until(Func<bool> holds) => Wait(time =>
    {
        if (holds())
        {
            return true;
        }

        Thread.Sleep(time);
        return holds();
    });
}

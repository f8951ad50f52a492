using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Doorway.Check;

/// <summary>
/// Where a program is started to get to know it: each time on a thread, and if possible in a
/// network, of its own, and never for longer than a case may take.
/// </summary>
sealed class Stage
{
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LastGrace = TimeSpan.FromSeconds(4);

    readonly CheckPlan _plan;
    readonly Func<Launch> _launch;
    readonly Isolation _isolation;
    readonly Func<TimeSpan> _left;
    readonly CancellationToken _cancellation;

    /// <summary>With the plan's limits.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="isolation">How each is kept by itself.</param>
    /// <param name="launch">How the program is started.</param>
    /// <param name="left">What is left of the whole check's time.</param>
    /// <param name="cancellation">Ends it.</param>
    public Stage(
        CheckPlan plan, Isolation isolation, Func<Launch> launch, Func<TimeSpan> left,
        CancellationToken cancellation)
    {
        _plan = plan;
        _left = left;
        _launch = launch;
        _isolation = isolation;
        _cancellation = cancellation;
    }

    /// <summary>Tries several things on the program, side by side where each is isolated.</summary>
    /// <exception cref="OutOfTimeException">One had to be ended: the program let it hang.
    /// </exception>
    public T[] Try<T>(Traits traits, params Func<Trial, T>[] bodies) =>
        Try([.. bodies.Select(body => (traits, body))]);

    /// <summary>Tries one thing on a program of which several things may hold.</summary>
    /// <exception cref="OutOfTimeException">One had to be ended: the program let it hang.
    /// </exception>
    public T[] TryEach<T>(Func<Trial, T> body, params Traits[] traits) =>
        Try([.. traits.Select(one => (one, body))]);

    T[] Try<T>((Traits Traits, Func<Trial, T> Body)[] each)
    {
        IEnumerable<Func<T>> begun = each.Select(one => Begin(one.Traits, one.Body));

        // Side by side, all are begun before the first is waited for.
        return [.. (_isolation.IsIsolated ? begun.ToArray() : begun).Select(one => one())];
    }

    // What comes back waits for the outcome.
    Func<T> Begin<T>(Traits traits, Func<Trial, T> body)
    {
        Trial? begun = null;
        T outcome = default!;
        ExceptionDispatchInfo? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                using Room room = _isolation.Enter();
                using var trial = new Trial(
                    traits, () => _launch() with { Room = room }, _plan.CaseTime);
                if (_isolation.IsIsolated)
                {
                    trial.Wire.Open();
                }

                Volatile.Write(ref begun, trial);
                outcome = body(trial);
            }
            catch (Exception caught)
            {
                fault = ExceptionDispatchInfo.Capture(caught);
            }
        })
        {
            IsBackground = true,
            Name = "discovery",
        };
        thread.Start();
        return () =>
        {
            bool isEnded = Wait(thread, () => Volatile.Read(ref begun));
            if (isEnded && fault is not null)
            {
                // Whatever it is, it comes of what was taken away.
                throw new OutOfTimeException();
            }

            fault?.Throw();
            return outcome;
        };
    }

    // Whether it had to be ended.
    bool Wait(Thread thread, Func<Trial?> trial)
    {
        bool isEnded = false;
        var clock = Stopwatch.StartNew();
        bool IsOver(TimeSpan grace) => _left() < -grace
            || (clock.Elapsed > _plan.CaseTime + grace
                && trial()?.Patience.IsOver(grace) != false);

        while (!thread.Join(TimeSpan.FromMilliseconds(20)))
        {
            if (_cancellation.IsCancellationRequested || IsOver(Grace))
            {
                isEnded = true;
                trial()?.Dispose();
            }

            if (IsOver(LastGrace))
            {
                throw new OutOfTimeException();
            }
        }

        _cancellation.ThrowIfCancellationRequested();
        return isEnded;
    }
}

using System.Diagnostics;

namespace Doorway.Check.Client.Tcp;

/// <summary>Waits for a client to come to rest, and knows one that never does: it turns in a loop.
/// </summary>
sealed class Quiet
{
    // A program that has used so much of the processor turns in a loop; so has one that uses some
    // of it for so long.
    static readonly TimeSpan SureWork = TimeSpan.FromMilliseconds(300);
    static readonly TimeSpan SomeWork = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Long = TimeSpan.FromSeconds(2.5);

    readonly Trial _trial;
    readonly Subject _client;

    /// <summary>Watches a client.</summary>
    public Quiet(Trial trial, Subject client)
    {
        _trial = trial;
        _client = client;
    }

    /// <summary>Waits until the program waits for something, or is given up: see
    /// <see cref="NeverRests"/>.</summary>
    /// <exception cref="OutOfTimeException">The case's time is over.</exception>
    public void Calm()
    {
        const int Sure = 2;
        Func<bool> neverRests = Watch();
        int looks = 0;
        while (!_client.HasExited && looks < Sure && !neverRests())
        {
            if (_trial.Left == TimeSpan.Zero)
            {
                throw new OutOfTimeException();
            }

            Thread.Sleep(Patience.Step);
            looks = _client.IsWaiting() ? looks + 1 : 0;
        }

        NeverRests = !_client.HasExited && looks < Sure;
    }

    // Whether the program has worked too long since now.
    Func<bool> Watch()
    {
        long since = Stopwatch.GetTimestamp();
        TimeSpan next = TimeSpan.FromMilliseconds(300);
        Restlessness? work = null;
        return () =>
        {
            TimeSpan time = Stopwatch.GetElapsedTime(since);
            if (time < next)
            {
                return false;
            }

            // To look at all processes costs something itself.
            next = time + TimeSpan.FromMilliseconds(200);
            work ??= new Restlessness(_client);
            TimeSpan used = work.Used;
            return used > SureWork || (used > SomeWork && time > Long);
        };
    }

    /// <summary>Waits for something to happen.</summary>
    /// <returns>Whether it did: false once the program waits too, or never rests.</returns>
    public bool Comes(Func<bool> holds)
    {
        Func<bool> neverRests = Watch();
        NeverRests = false;
        _trial.Until(() => holds() || (NeverRests = neverRests()));
        return holds();
    }

    /// <summary>Whether what was last waited for was given up, with the program still busy.
    /// </summary>
    public bool NeverRests { get; private set; }
}

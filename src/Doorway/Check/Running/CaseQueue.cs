using System.Collections.Concurrent;
using System.Diagnostics;

namespace Doorway.Check.Running;

/// <summary>Tries cases side by side, so many at once, each with its deadline.</summary>
sealed class CaseQueue
{
    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    readonly Queue<CaseAttempt> _waiting;
    readonly Dictionary<CheckCase, CaseAttempt> _running = [];
    readonly BlockingCollection<CaseResult> _results = [];
    readonly int _atOnce;
    readonly long _deadline;

    /// <summary>Nothing is begun yet; the time runs.</summary>
    public CaseQueue(IEnumerable<CaseAttempt> cases, int atOnce, TimeSpan time)
    {
        _waiting = new Queue<CaseAttempt>(cases);
        _atOnce = atOnce;
        _deadline = Stopwatch.GetTimestamp() + Ticks.Of(time);
    }

    /// <summary>Whether the time was over before all had been tried.</summary>
    public bool IsOutOfTime { get; private set; }

    /// <summary>Runs all, and tells each result as it comes, on the calling thread.</summary>
    /// <returns>The results in the order in which they came.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing runs any more.
    /// </exception>
    public IReadOnlyList<CaseResult> Run(
        Action<CaseResult>? finished, CancellationToken cancellation)
    {
        var all = new List<CaseResult>();
        while (_waiting.Count + _running.Count > 0)
        {
            bool isOver = Stopwatch.GetTimestamp() > _deadline;
            if (cancellation.IsCancellationRequested || isOver)
            {
                IsOutOfTime = isOver;
                EndAll(isOver ? "the time for all cases was over" : "cancelled");
            }

            StartSome();
            if (_results.TryTake(out CaseResult? result, LookAgain))
            {
                _running.Remove(result.Case);
                all.Add(result);
                finished?.Invoke(result);
            }

            foreach (CaseAttempt attempt in _running.Values)
            {
                attempt.Watch();
            }
        }

        cancellation.ThrowIfCancellationRequested();
        return all;
    }

    void StartSome()
    {
        while (_running.Count < _atOnce && _waiting.TryDequeue(out CaseAttempt? next))
        {
            _running.Add(next.Case, next);
            next.Start(_results.Add);
        }
    }

    void EndAll(string reason)
    {
        while (_waiting.TryDequeue(out CaseAttempt? never))
        {
            _running.Add(never.Case, never);
            _results.Add(never.NotBegun(reason));
        }

        foreach (CaseAttempt attempt in _running.Values)
        {
            attempt.End(reason);
        }
    }
}

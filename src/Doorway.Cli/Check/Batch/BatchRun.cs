namespace Doorway.Cli.Checks.Batch;

/// <summary>Checks many submissions, several at a time.</summary>
sealed record BatchRun
{
    // What a check takes beyond its own time: to start, to clear up.
    static readonly TimeSpan Margin = TimeSpan.FromSeconds(20);

    readonly Lock _gate = new();
    readonly List<SubmissionResult> _results = [];

    /// <summary>Which.</summary>
    public required IReadOnlyList<Submission> Submissions { get; init; }

    /// <summary>The command line of a submission's own check.</summary>
    public required Func<Submission, IEnumerable<string>> Words { get; init; }

    /// <summary>How many at a time.</summary>
    public required int Jobs { get; init; }

    /// <summary>How long the cases of one may take together.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>Where it is shown.</summary>
    public required BatchScreen Screen { get; init; }

    /// <summary>Told of one that has ended, and of all that have, in the order of their names.
    /// </summary>
    public required Action<SubmissionResult, IReadOnlyList<SubmissionResult>> Ended { get; init; }

    /// <summary>Runs until all have ended, or it is cancelled; returns those that ended.</summary>
    public async Task<IReadOnlyList<SubmissionResult>> RunAsync(CancellationToken cancellation)
    {
        await Screen.DuringAsync(Submissions.Count, async () =>
        {
            var queue = new Queue<Submission>(Submissions);
            await Task.WhenAll(
                Enumerable.Range(0, Jobs).Select(_ => WorkAsync(queue, cancellation)));
        });
        lock (_gate)
        {
            return Sorted();
        }
    }

    async Task WorkAsync(Queue<Submission> queue, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            Submission? next;
            lock (queue)
            {
                if (!queue.TryDequeue(out next))
                {
                    return;
                }
            }

            Screen.Begin(next);
            SubmissionResult result = await new SubmissionRun(next, Words(next), Time + Margin)
                .RunAsync(cancellation);
            lock (_gate)
            {
                _results.Add(result);
                Screen.End(result);
                Ended(result, Sorted());
            }
        }
    }

    SubmissionResult[] Sorted() =>
        [.. _results.OrderBy(result => result.Submission.Name, StringComparer.Ordinal)];
}

using Doorway.Cli.Terminal;
using Spectre.Console;

namespace Doorway.Cli.Checks.Batch;

/// <summary>A batch while it runs: a bar on a terminal, else a line for each submission.</summary>
/// <param name="notices">What is said on standard error.</param>
/// <param name="console">Where the bar is drawn; null for lines.</param>
sealed class BatchScreen(Notices notices, IAnsiConsole? console)
{
    const string ShowCursor = "\e[?25h";
    const int MostNames = 4;

    readonly Lock _gate = new();
    readonly List<string> _running = [];
    ProgressTask? _bar;

    /// <summary>Shows the work while it is under way.</summary>
    public async Task DuringAsync(int count, Func<Task> work)
    {
        if (console is null)
        {
            await work();
            return;
        }

        // A second Ctrl-C ends the program at once: the cursor must not stay hidden.
        void Restore(object? sender, EventArgs end) => console.Profile.Out.Writer.Write(ShowCursor);
        AppDomain.CurrentDomain.ProcessExit += Restore;
        try
        {
            await console.Progress().AutoClear(true)
                .Columns(
                    new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(),
                    new TaskDescriptionColumn { Alignment = Justify.Left })
                .StartAsync(async progress =>
                {
                    _bar = progress.AddTask("starting", maxValue: count);
                    await work();
                });
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= Restore;
        }
    }

    /// <summary>One has begun.</summary>
    public void Begin(Submission submission)
    {
        lock (_gate)
        {
            _running.Add(submission.Name);
            Describe();
        }
    }

    /// <summary>One has ended.</summary>
    public void End(SubmissionResult result)
    {
        lock (_gate)
        {
            _running.Remove(result.Submission.Name);
            _bar?.Increment(1);
            Describe();
            if (console is null)
            {
                notices.Plain(result.Line);
            }
        }
    }

    void Describe()
    {
        if (_bar is not null)
        {
            string more = _running.Count > MostNames ? ", ..." : "";
            string names = string.Join(", ", _running.Take(MostNames).Select(Shown.Text));
            _bar.Description = Markup.Escape($"{_bar.Value:0} of {_bar.MaxValue:0}: {names}{more}");
        }
    }
}

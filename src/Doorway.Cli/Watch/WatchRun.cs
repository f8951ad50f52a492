using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Watching;

/// <summary>One run of <c>watch</c>: page or ladder, recording, and a clean end.</summary>
/// <param name="session">What is watched.</param>
sealed class WatchRun(WatchSession session)
{
    const int LineLimit = 64 * 1024;

    // What came last is still sent to the pages.
    static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(150);

    string? _leading;

    /// <summary>What is said, and where.</summary>
    public required Notices Notices { get; init; }

    /// <summary>The events as lines of JSON; null unless asked for.</summary>
    public JsonEvents? Events { get; init; }

    /// <summary>Whether a document is written at the end.</summary>
    public bool WantsJson { get; init; }

    /// <summary>Whether the ladder is drawn here, without a page.</summary>
    public bool IsText { get; init; }

    /// <summary>Whether the page is opened in the browser.</summary>
    public bool Opens { get; init; }

    /// <summary>The page's port; 0 picks one.</summary>
    public int PagePort { get; init; }

    /// <summary>The socket of the machine's network that the page is served from; null for one of
    /// this process's own.</summary>
    public (int Descriptor, int Port)? Outside { get; init; }

    /// <summary>Where a recording is written; null for nowhere.</summary>
    public string? Record { get; init; }

    /// <summary>The colour of the ladder.</summary>
    public Color Color { get; init; } = Color.None;

    /// <summary>Runs until it is over, or a signal ends it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        using var signals = new Signals();
        Recorder? recorder = Record is null ? null : Recorder.Start(session.Log, Record);
        WatchApp? app = null;
        int code = ExitCode.Ok;
        await using (recorder)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var tellers = new List<Task>();
            try
            {
                // A socket outside is served from or closed: nobody shall wait there.
                app = IsText ? null : await WatchApp.StartAsync(
                    session, Outside?.Port ?? PagePort, Outside?.Descriptor, cancellation);
                await session.StartAsync(app?.Port ?? 0, cancellation);
                tellers.AddRange(Tell(stop.Token));
                SayReady(app);
                // A page stays when all has ended: one wants to look at it.
                Task over = app is null ? session.Ended : Task.Delay(-1, stop.Token);
                Task first = await Task.WhenAny(signals.First, over);
                code = first == signals.First ? await signals.First : ExitCode.Ok;
            }
            finally
            {
                await session.EndAsync();
                await stop.CancelAsync();
                await Task.WhenAll(tellers);
                if (app is not null)
                {
                    await Task.Delay(Farewell, CancellationToken.None);
                    await app.DisposeAsync();
                }

                if (_leading is not null)
                {
                    File.Delete(_leading);
                }
            }
        }

        SayEnd(recorder, code);
        return recorder?.Failure is null ? code : ExitCode.Failed;
    }

    IEnumerable<Task> Tell(CancellationToken stop)
    {
        if (Events is { } events)
        {
            yield return EventLines.WriteAsync(session.Log, events, stop);
        }
        else if (IsText)
        {
            yield return WatchText.DrawAsync(session.Log, Standard.Output(), Color, stop);
        }

        if (session is ProgramsSession { Programs: [.., { MayType: true } last] })
        {
            _ = Task.Run(() => TypingAsync(last.Process, stop), CancellationToken.None);
        }
        else if (session is LabSession { Lab: { } lab } && IsText)
        {
            _ = Task.Run(() => AskingAsync(lab, stop), CancellationToken.None);
        }
    }

    // What is typed here goes to the last program: of a server and a client that is the client.
    // The end of it does where something was typed: the page may have more to say.
    async Task TypingAsync(int process, CancellationToken stop)
    {
        try
        {
            await Foreground.WaitAsync(stop);
            var lines = new LineReader(Standard.Input(), LineLimit);
            bool isTyped = IsText;
            while (await lines.ReadLineAsync(stop) is { } line)
            {
                isTyped = true;
                session.Type(process, Encoding.UTF8.GetString(line) + "\n", isEnd: false);
                await Foreground.WaitAsync(stop);
            }

            if (isTyped)
            {
                session.Type(process, "", isEnd: true);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            // It stops, or the terminal has gone.
        }
    }

    static async Task AskingAsync(ILabControls lab, CancellationToken stop)
    {
        try
        {
            await Foreground.WaitAsync(stop);
            var lines = new LineReader(Standard.Input(), LineLimit);
            while (await lines.ReadLineAsync(stop) is { } line)
            {
                string text = Encoding.UTF8.GetString(line);
                foreach (Transport transport in lab.Transports)
                {
                    await lab.AskAsync(transport, text, clients: 1, stop);
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            // As above.
        }
    }

    void SayReady(WatchApp? app)
    {
        string what = session is LabSession lab
            ? $"the lab ({lab.Places})" : session.Title;
        if (Events is not null)
        {
            Events.Write("ready", json =>
            {
                json.WriteString("title", session.Title);
                json.WriteString("link", app?.Link.ToString());
            });
        }

        Notices.Say($"ready: watching {what}; Ctrl-C ends it");
        // The ladder itself tells so.
        if (!session.Frames.IsOn && !session.IsReplay && !(IsText && Events is null))
        {
            Notices.Say($"no frames are seen: {session.Frames.Why}");
        }

        if (!session.Calls.IsOn && !session.IsReplay && session is not PortsSession)
        {
            Notices.Say($"no calls are seen: {session.Calls.Why}");
        }

        if (app is null)
        {
            return;
        }

        if (Events is null && !WantsJson)
        {
            using TextWriter screen = Standard.Screen();
            screen.WriteLine(app.Link);
        }
        else
        {
            Notices.Say($"the page: {app.Link}");
        }

        if (Opens)
        {
            Open(app.Link);
        }
    }

    // By a file that leads there and is for us alone: everybody on the machine can read the
    // command line of a browser (proc_pid_cmdline(5)), and would have the secret from there.
    void Open(Uri link)
    {
        _leading = Path.Combine(Path.GetTempPath(), $"doorway-{Guid.NewGuid():N}.html");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new StreamWriter(_leading, options))
        {
            file.Write($"<!doctype html><meta http-equiv=\"refresh\" content=\"0;url={link}\">");
        }

        try
        {
            using Process? browser = Process.Start(new ProcessStartInfo("xdg-open", [_leading])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
        }
        catch (Win32Exception)
        {
            Notices.Say("there is no xdg-open here (package xdg-utils); open the link by hand");
        }
    }

    void SayEnd(Recorder? recorder, int code)
    {
        if (recorder?.Failure is { } failure)
        {
            Notices.Fail($"FAILED {Record}: {failure}");
        }
        else if (Record is not null)
        {
            Notices.Say(
                $"recorded in {Record}; watch it again: doorway watch {ShellWords.Quote(Record)}");
        }

        Events?.Write("ended", json => json.WriteNumber("exitCode", code));
        if (WantsJson)
        {
            JsonReport.Write(json =>
            {
                json.WriteString("title", session.Title);
                json.WriteNumber("events", session.Log.Last);
                json.WriteNumber("exitCode", code);
            });
        }
    }
}

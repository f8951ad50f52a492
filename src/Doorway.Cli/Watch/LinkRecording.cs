using Doorway.Cli.Terminal;
using Doorway.Watch;
using Doorway.Watch.Calls;

namespace Doorway.Cli.Watching;

/// <summary>What a <c>link</c> does, recorded to be watched: its calls, fates and frames.</summary>
sealed class LinkRecording : LiveSession
{
    readonly Recorder _recorder;
    readonly JournalSource _calls;
    readonly string _path;

    /// <summary>Begins a file, which is replaced.</summary>
    public LinkRecording(string path)
    {
        _path = path;
        _recorder = Recorder.Start(Log, path);
        Add(new ProgramEvent
        {
            Time = DateTime.UtcNow,
            Process = JournalSource.Link,
            Step = ProgramStep.Started,
            Name = "doorway link",
        });
        _calls = JournalSource.Start(Journal, new CallNumbers(), Add, isLink: true);
    }

    /// <summary>Where the link writes down what it does.</summary>
    public Journal Journal { get; } = new();

    /// <inheritdoc/>
    public override string Title => "a link";

    /// <inheritdoc/>
    public override Task Ended => Task.CompletedTask;

    /// <inheritdoc/>
    public override WatchSource Calls { get; } = new(true, "as the link writes them down");

    /// <summary>Hears the frames of both its sides; says so where it can't.</summary>
    public void Hear(int listen, int target, Notices notices)
    {
        int[] ports = [listen, target];
        Hear(new FrameSourceOptions
        {
            Ports = ports.Where(port => port > 0).Select(port => (ushort)port).ToHashSet(),
            LearnsPorts = false,
        });
        if (!Frames.IsOn)
        {
            notices.Say($"no frames are recorded: {Frames.Why}");
        }
    }

    /// <inheritdoc/>
    public override Task StartAsync(int pagePort, CancellationToken cancellation) =>
        Task.CompletedTask;

    /// <inheritdoc/>
    public override async ValueTask EndAsync()
    {
        _calls.Dispose();
        StopHearing();
        await _recorder.DisposeAsync();
        if (_recorder.Failure is { } failure)
        {
            throw new IOException($"{_path}: {failure}");
        }
    }
}

using Doorway.Watch;
using Doorway.Watch.Calls;

namespace Doorway.Cli.Watching;

/// <summary>The lab: our server and client with a link between them, and their journals.</summary>
sealed class LabSession : LiveSession
{
    readonly TaskCompletionSource _ended = new();
    WatchLab? _lab;
    JournalSource? _peers;
    JournalSource? _links;

    /// <inheritdoc/>
    public override string Title => "the lab";

    /// <inheritdoc/>
    public override Task Ended => _ended.Task;

    /// <inheritdoc/>
    public override WatchSource Calls { get; } = new(true, "as our own programs write them down");

    /// <inheritdoc/>
    public override ILabControls? Lab => _lab;

    /// <summary>What it is about, in a line.</summary>
    public string Places => _lab!.Places;

    /// <inheritdoc/>
    public override async Task StartAsync(int pagePort, CancellationToken cancellation)
    {
        _lab = await WatchLab.StartAsync(cancellation);
        Hear(new FrameSourceOptions { Ports = _lab.Ports, LearnsPorts = false });
        var numbers = new CallNumbers();
        Begin(JournalSource.Server, "doorway serve");
        Begin(JournalSource.Client, "doorway connect");
        Begin(JournalSource.Link, "doorway link");
        _peers = JournalSource.Start(_lab.PeerJournal, numbers, Add);
        _links = JournalSource.Start(_lab.LinkJournal, numbers, Add, isLink: true);
    }

    void Begin(int process, string name) => Add(new ProgramEvent
    {
        Time = DateTime.UtcNow,
        Process = process,
        Step = ProgramStep.Started,
        Name = name,
    });

    /// <inheritdoc/>
    public override async ValueTask EndAsync()
    {
        if (_lab is not null)
        {
            await _lab.DisposeAsync();
        }

        _peers?.Dispose();
        _links?.Dispose();
        StopHearing();
        _ended.TrySetResult();
    }
}

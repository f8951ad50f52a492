using Doorway.Cli.Watching;

namespace Doorway.Tests.Watch;

/// <summary>A session of which a test says what is seen.</summary>
sealed class ShownSession : WatchSession
{
    readonly TaskCompletionSource _ended = new();

    public override string Title => "a test";

    public override bool IsReplay => Replays;

    public bool Replays { get; init; }

    public override Task Ended => _ended.Task;

    public override WatchSource Calls { get; } = new(true, "");

    public override WatchSource Frames { get; } = new(false, "it is a test");

    public override IReadOnlyList<WatchedProgram> Programs => [new(7, "python3 x.py", true)];

    /// <summary>What was typed.</summary>
    public List<(int Process, string Text, bool IsEnd)> Typed { get; } = [];

    public void End() => _ended.TrySetResult();

    public override string? Type(int process, string text, bool isEnd)
    {
        Typed.Add((process, text, isEnd));
        return process == 7 ? null : "there is no such program";
    }

    public override Task StartAsync(int pagePort, CancellationToken cancellation) =>
        Task.CompletedTask;

    public override ValueTask EndAsync() => default;
}

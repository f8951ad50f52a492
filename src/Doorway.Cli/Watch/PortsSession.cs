using Doorway.Watch;

namespace Doorway.Cli.Watching;

/// <summary>The traffic of some ports, whoever's it is: frames alone.</summary>
sealed class PortsSession(IReadOnlySet<ushort> ports) : LiveSession
{
    readonly TaskCompletionSource _ended = new();

    /// <inheritdoc/>
    public override string Title =>
        (ports.Count == 1 ? "port " : "ports ") + string.Join(", ", ports.Order());

    /// <inheritdoc/>
    public override Task Ended => _ended.Task;

    /// <inheritdoc/>
    public override WatchSource Calls { get; } = new(
        false, "calls are seen of programs that are started or attached to: doorway watch -- CMD");

    /// <inheritdoc/>
    public override Task StartAsync(int pagePort, CancellationToken cancellation)
    {
        if (FrameSource.Obstacle() is { } obstacle)
        {
            throw new NetworkFailureException($"DENIED {obstacle}");
        }

        Hear(new FrameSourceOptions { Ports = ports, LearnsPorts = false });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask EndAsync()
    {
        StopHearing();
        _ended.TrySetResult();
        return default;
    }
}

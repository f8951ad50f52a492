using Doorway.Watch;
using Doorway.Watch.Calls;

namespace Doorway.Cli.Watching;

/// <summary>What is to be watched of anybody's programs.</summary>
/// <param name="Commands">The programs to start, in this order.</param>
/// <param name="Attached">The processes that run already.</param>
/// <param name="Ports">Ports to watch from the start; others become known by the calls.</param>
sealed record ProgramsPlan(
    IReadOnlyList<IReadOnlyList<string>> Commands, IReadOnlyList<int> Attached,
    IReadOnlySet<ushort> Ports);

/// <summary>Anybody's programs: their calls, by strace, and the frames of their ports.</summary>
sealed class ProgramsSession(ProgramsPlan plan) : LiveSession
{
    // A server's socket is bound before its client is started: between two programs so long, or
    // until the first one waits in a call.
    static readonly TimeSpan HeadStart = TimeSpan.FromSeconds(2);

    readonly List<(CallTracer Tracer, string Name)> _tracers = [];
    readonly CallNumbers _numbers = new();
    readonly HashSet<ushort> _ports = [.. plan.Ports];
    readonly Lock _portGate = new();
    readonly TaskCompletionSource _ended =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    volatile TaskCompletionSource _waits = new();
    int _pagePort;

    /// <inheritdoc/>
    public override string Title => string.Join(
        " and ",
        plan.Commands.Select(command => string.Join(' ', command))
            .Concat(plan.Attached.Select(process => $"process {process}")));

    /// <inheritdoc/>
    public override Task Ended => _ended.Task;

    /// <inheritdoc/>
    public override WatchSource Calls => CallTracer.WhyNot is { } why
        ? new WatchSource(false, why)
        : new WatchSource(true, "seen by strace, a tracer between the program and the kernel");

    /// <inheritdoc/>
    public override IReadOnlyList<WatchedProgram> Programs =>
        [.. _tracers.Select(one => new WatchedProgram(
            one.Tracer.Process, one.Name,
            one.Tracer.CanType && !one.Tracer.Ended.IsCompleted))];

    /// <inheritdoc/>
    public override async Task StartAsync(int pagePort, CancellationToken cancellation)
    {
        _pagePort = pagePort;
        Hear(new FrameSourceOptions
        {
            Ports = plan.Ports,
            Excluded = pagePort > 0 ? new HashSet<ushort> { (ushort)pagePort }
                : new HashSet<ushort>(),
        });
        bool withCalls = CallTracer.WhyNot is null;
        foreach (int process in plan.Attached)
        {
            _tracers.Add((CallTracer.Attach(process, _numbers, Add), $"process {process}"));
        }

        for (int i = 0; i < plan.Commands.Count; i++)
        {
            if (i > 0)
            {
                await Task.WhenAny(_waits.Task, Task.Delay(HeadStart, cancellation));
            }

            _waits = new TaskCompletionSource(
                TaskCreationOptions.RunContinuationsAsynchronously);
            IReadOnlyList<string> command = plan.Commands[i];
            _tracers.Add((
                CallTracer.Start(command, _numbers, Add, withCalls: withCalls),
                string.Join(' ', command)));
        }

        _ = Task.WhenAll(_tracers.Select(one => one.Tracer.Ended))
            .ContinueWith(_ => _ended.TrySetResult(), TaskScheduler.Default);
    }

    /// <inheritdoc/>
    protected override void Add(WatchEvent seen)
    {
        if (seen is CallEvent call)
        {
            Learn(call);
            if (call.IsWaiting)
            {
                _waits.TrySetResult();
            }
        }

        base.Add(seen);
    }

    // A call tells of a port; its frames may have been heard before. The program's own is enough:
    // of a server's clients each has another.
    void Learn(CallEvent call)
    {
        if (call.Transport is not (Transport.Tcp or Transport.Udp))
        {
            return;
        }

        HashSet<ushort>? known = null;
        lock (_portGate)
        {
            bool isNew = (PortOf(call.Local) ?? PortOf(call.Peer)) is { } port
                && port != _pagePort && _ports.Add((ushort)port);
            known = isNew ? [.. _ports] : null;
        }

        if (known is not null)
        {
            Hear(known);
        }
    }

    static int? PortOf(string? name) =>
        name is not null && QueueSampler.PortOf(name) is > 0 and var port ? port : null;

    /// <inheritdoc/>
    public override string? Type(int process, string text, bool isEnd)
    {
        CallTracer? tracer = _tracers.FirstOrDefault(one => one.Tracer.Process == process).Tracer;
        if (tracer is not { CanType: true })
        {
            return $"nothing can be typed at process {process}: it was not started here";
        }

        string? error = text.Length == 0 || tracer.Type(text)
            ? null : "it does not read what is typed (any more)";
        if (isEnd)
        {
            tracer.EndInput();
        }

        return error;
    }

    /// <inheritdoc/>
    public override async ValueTask EndAsync()
    {
        // The last first: a client before its server. Each takes its time to end.
        await Task.Run(() =>
        {
            foreach ((CallTracer tracer, _) in Enumerable.Reverse(_tracers))
            {
                tracer.Dispose();
            }
        });
        StopHearing();
        _ended.TrySetResult();
    }
}

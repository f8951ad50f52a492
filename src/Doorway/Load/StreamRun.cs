using System.Net;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// What the connections of a run over streams share: what is sent, when, and where it is counted.
/// </summary>
/// <param name="plan">What was asked for.</param>
/// <param name="remotes">The target's end points; the first that answers is taken.</param>
sealed class StreamRun(LoadPlan plan, IReadOnlyList<EndPoint> remotes) : IDisposable
{
    readonly CancellationTokenSource _ended = new();
    readonly Dictionary<SocketError, long> _errors = [];
    readonly Lock _gate = new();
    LoadSchedule? _schedule;
    LoadTally? _tally;
    volatile EndPoint? _remote;
    long _connected;
    long _closedByServer;

    /// <summary>What was asked for.</summary>
    public LoadPlan Plan { get; } = plan;

    /// <summary>What is sent, and what must come back.</summary>
    public LoadText Text { get; } = new(plan.Text, plan.Size, plan.Expect);

    /// <summary>Whether it has begun to send.</summary>
    public bool IsStarted => Volatile.Read(ref _tally) is not null;

    /// <summary>When what is sent; once it has begun.</summary>
    public LoadSchedule Schedule => _schedule!;

    /// <summary>Where it is counted; once it has begun.</summary>
    public LoadTally Tally => _tally!;

    /// <summary>Told of room at a connection that had none.</summary>
    public AutoResetEvent Room { get; } = new(false);

    /// <summary>The part of the tally for the calling thread.</summary>
    public LoadShard Shard => Tally.Shard(Environment.CurrentManagedThreadId);

    /// <summary>How many connections were opened.</summary>
    public long Connected => Interlocked.Read(ref _connected);

    /// <summary>Begins, now.</summary>
    public void Start(LoadSchedule schedule)
    {
        _schedule = schedule;
        var tally = new LoadTally(
            Plan, schedule, 2 * Environment.ProcessorCount, () => Plan.Engine.StreamThreads);
        Volatile.Write(ref _tally, tally);
    }

    /// <summary>Opens a connection within the plan's time.</summary>
    /// <param name="session">What it carries.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>
    /// Success, or why there is none: OperationAborted when the run has ended.
    /// </returns>
    public async ValueTask<SocketError> DialAsync(
        LoadSession session, CancellationToken cancellation)
    {
        SocketError error = SocketError.Success;
        foreach (EndPoint remote in _remote is { } known ? [known] : remotes)
        {
            error = await DialAsync(remote, session, cancellation).ConfigureAwait(false);
            if (error is SocketError.Success)
            {
                _remote = remote;
                Interlocked.Increment(ref _connected);
                break;
            }
        }

        if (error is not (SocketError.Success or SocketError.OperationAborted))
        {
            Failed(error);
        }

        return error;
    }

    async ValueTask<SocketError> DialAsync(
        EndPoint remote, LoadSession session, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            cancellation, _ended.Token);
        patience.CancelAfter(Plan.Timeout);
        try
        {
            return await Plan.Engine.DialAsync(
                Plan.Target.Transport, remote, new DialOptions(), session, patience.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return cancellation.IsCancellationRequested || _ended.IsCancellationRequested
                ? SocketError.OperationAborted : SocketError.TimedOut;
        }
    }

    /// <summary>Nothing more is dialled.</summary>
    public void End() => _ended.Cancel();

    /// <summary>Lets go of what it waits with.</summary>
    public void Dispose()
    {
        _ended.Dispose();
        Room.Dispose();
    }

    /// <summary>The server has closed a connection too early.</summary>
    public void ClosedByServer() => Interlocked.Increment(ref _closedByServer);

    /// <summary>A connection failed, or could not be opened.</summary>
    public void Failed(SocketError error)
    {
        lock (_gate)
        {
            _errors[error] = _errors.GetValueOrDefault(error) + 1;
        }
    }

    /// <summary>The report, of a run that is over.</summary>
    /// <param name="now">When it ended.</param>
    /// <param name="unsent">Messages that were due and never sent.</param>
    public LoadReport Report(long now, long unsent)
    {
        LoadReport report = Tally.Report(now);
        lock (_gate)
        {
            return report with
            {
                Connected = Connected,
                ClosedByServer = Interlocked.Read(ref _closedByServer),
                Errors = new Dictionary<SocketError, long>(_errors),
                Unsent = unsent,
                Generator = _errors.ContainsKey(SocketError.AddressNotAvailable)
                    ? report.Generator with { Limit = NoPorts } : report.Generator,
            };
        }
    }

    // connect(2), EADDRNOTAVAIL; ip(7), ip_local_port_range.
    const string NoPorts = "The generator was the limit: this machine had no port left for another "
        + "connection to the target. A port rests for a minute after its connection; fewer "
        + "connections a second, or a wider net.ipv4.ip_local_port_range, avoid it.";
}

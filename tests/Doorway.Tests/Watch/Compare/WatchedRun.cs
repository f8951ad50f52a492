using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Doorway.Watch;
using Doorway.Watch.Calls;
using Doorway.Watch.Flows;

namespace Doorway.Tests.Watch.Compare;

/// <summary>Programs that are watched by all sources, joined into one log.</summary>
sealed class WatchedRun : IDisposable
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);
    static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    readonly CallNumbers _numbers = new();
    readonly List<CallTracer> _tracers = [];
    readonly FrameSource? _frames;
    readonly FlowJoin _join;

    public WatchedRun(int port)
    {
        _join = new FlowJoin(Log);
        _frames = port == 0 ? null : FrameSource.Start(
            new FrameSourceOptions
            {
                Ports = new HashSet<ushort> { (ushort)port },
                LearnsPorts = false,
            },
            _join.Add);
    }

    public WatchLog Log { get; } = new(1 << 20);

    public IEnumerable<FrameEvent> Frames => Log.Read(0).OfType<FrameEvent>();

    /// <summary>Calls that have returned.</summary>
    public IEnumerable<CallEvent> Calls =>
        Log.Read(0).OfType<CallEvent>().Where(call => !call.IsWaiting);

    /// <summary>A port that nobody has over TCP.</summary>
    public static int FreePort(bool isVersion6)
    {
        using var socket = new Socket(
            isVersion6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork,
            SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(isVersion6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public CallTracer Start(IReadOnlyList<string> command)
    {
        CallTracer tracer = CallTracer.Start(command, _numbers, _join.Add);
        _tracers.Add(tracer);
        return tracer;
    }

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(string what, Func<bool> isSo)
    {
        var clock = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(clock.Elapsed < Deadline, $"waited too long: {what}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until nothing more is seen.</summary>
    public async Task SettleAsync()
    {
        long last = -1;
        while (last != Log.Last)
        {
            last = Log.Last;
            await Task.Delay(Quiet, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends the programs; all that was seen is in the log.</summary>
    public void End()
    {
        _tracers.ForEach(tracer => tracer.Dispose());
        _frames?.Dispose();
        _join.Dispose();
    }

    public void Dispose() => End();
}

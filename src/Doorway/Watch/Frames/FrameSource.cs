using System.Diagnostics;
using Doorway.Engines.Linux.Interop;
using Doorway.Frames;

namespace Doorway.Watch;

/// <summary>
/// Hears whole frames of some ports by a raw packet socket (packet(7)), with the kernel's own time
/// (CLOCK_REALTIME). It sees what passes the interface: large segments before the card cuts them,
/// checksums that are not filled in yet.
/// </summary>
public sealed class FrameSource : IDisposable
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    // How often the kernel is asked for what it had no room for.
    static readonly TimeSpan Asking = TimeSpan.FromMilliseconds(200);

    // The last frames are handed over when their block's time is over.
    static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(4 * FrameRing.Milliseconds);

    readonly FrameSourceOptions _options;
    readonly Action<WatchEvent> _seen;
    readonly FrameRing[] _rings;
    readonly PortMatch _match;
    readonly WaitingFrames _waiting = new();
    readonly Lock _gate = new();
    readonly Thread _thread;
    volatile bool _isOver;

    FrameSource(FrameSourceOptions options, Action<WatchEvent> seen, FrameRing[] rings)
    {
        _options = options;
        _seen = seen;
        _rings = rings;
        _match = new PortMatch(options.Excluded) { Ports = options.Ports };
        _thread = new Thread(Hear) { IsBackground = true, Name = "frames" };
    }

    /// <summary>How many frames the kernel has let through, wanted or not.</summary>
    internal long Heard { get; private set; }

    /// <summary>Why frames can't be heard by the calling thread, and how to allow it; null where
    /// they can.</summary>
    public static string? Obstacle() => FrameObstacle.Find();

    /// <summary>
    /// Begins to hear the network of the calling thread (network_namespaces(7)). Frames are told
    /// by a thread of the source's own.
    /// </summary>
    /// <exception cref="IOException">It is refused, or no interface can be heard.</exception>
    public static FrameSource Start(FrameSourceOptions options, Action<WatchEvent> seen)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(seen);
        if (Obstacle() is { } obstacle)
        {
            throw new IOException(obstacle);
        }

        var rings = new List<FrameRing>();
        var reasons = new List<string>();
        foreach (string name in options.Interfaces.Distinct())
        {
            FrameRing? ring = FrameRing.Open(name, Filter(options, options.Ports), out int error);
            if (ring is { IsEthernet: true })
            {
                rings.Add(ring);
                continue;
            }

            reasons.Add(ring is null
                ? $"interface {name} can't be heard ({Errno.ToSocketError(-error)})"
                : $"interface {name} has no Ethernet frames and is not heard");
            ring?.Dispose();
        }

        if (rings.Count == 0)
        {
            throw new IOException(string.Join("; ", reasons));
        }

        var source = new FrameSource(options, seen, [.. rings]);
        foreach (string reason in reasons)
        {
            source.Tell(reason);
        }

        source._thread.Start();
        return source;
    }

    /// <summary>
    /// Changes the ports, while frames come; none is missed. Frames of a new port that were
    /// heard in the last 2 s are told now.
    /// </summary>
    public void Ports(IReadOnlySet<ushort> ports)
    {
        ArgumentNullException.ThrowIfNull(ports);
        IReadOnlyList<FrameEvent> found;
        bool isIncomplete;
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            if (!_options.LearnsPorts)
            {
                PacketFilter.Instruction[] filter = Filter(_options, ports);
                foreach (FrameRing ring in _rings)
                {
                    _ = PacketFilter.Attach(ring.Socket, filter);
                }
            }

            isIncomplete = ports.Except(_match.Ports ?? ports).Any()
                && DateTime.UtcNow - _waiting.GivenUp < WaitingFrames.Patience;
            _match.Ports = ports;
            found = _waiting.Take(_match.IsWanted);
        }

        if (isIncomplete)
        {
            Tell("so much else is on the network that the first frames of a new port may be "
                + "missing");
        }

        foreach (FrameEvent frame in found)
        {
            _seen(frame);
        }
    }

    static PacketFilter.Instruction[] Filter(
        FrameSourceOptions options, IReadOnlySet<ushort> ports) =>
        PortFilter.Of(options.LearnsPorts ? null : ports, options.Excluded);

    // Until the blocks are empty after the end, or were taken once more each: others may go on.
    void Hear()
    {
        var frames = new List<FrameEvent>();
        var asked = Stopwatch.StartNew();
        Stopwatch? over = null;
        int more = FrameRing.Blocks;
        while (true)
        {
            bool isAny = false;
            foreach (FrameRing ring in _rings)
            {
                if (ring.Take(frames))
                {
                    isAny = true;
                    Judge(frames);
                    frames.Clear();
                }
            }

            if (asked.Elapsed > Asking)
            {
                asked.Restart();
                TellOfDropped();
            }

            if (_isOver)
            {
                over ??= Stopwatch.StartNew();
                if (over.Elapsed > Rest && (!isAny || --more == 0))
                {
                    break;
                }
            }

            if (!isAny)
            {
                Wait();
            }
        }

        TellOfDropped();
        foreach (FrameRing ring in _rings)
        {
            ring.Dispose();
        }
    }

    // One socket wakes us at once; several are looked at in turn.
    void Wait()
    {
        const long Millisecond = 1_000_000;
        var time = new TimeSpec(FrameRing.Milliseconds * Millisecond);
        if (_rings.Length == 1)
        {
            _ = PollCalls.Wait(_rings[0].Socket, PollCalls.In, time);
        }
        else
        {
            PollCalls.Sleep(time);
        }

        lock (_gate)
        {
            _waiting.Trim(DateTime.UtcNow);
        }
    }

    void Judge(List<FrameEvent> frames)
    {
        int wanted = 0;
        lock (_gate)
        {
            Heard += frames.Count;
            for (int i = 0; i < frames.Count; i++)
            {
                FrameEvent frame = frames[i] with
                {
                    Decoded = FrameDecoder.Decode(frames[i].Bytes, frames[i].Time),
                };
                if (_match.IsExcluded(frame))
                {
                    continue;
                }

                if (_match.IsWanted(frame))
                {
                    frames[wanted++] = frame;
                }
                else if (_options.LearnsPorts && !PortMatch.IsForeign(frame))
                {
                    _waiting.Add(frame);
                }
            }

            _waiting.Trim(DateTime.UtcNow);
        }

        for (int i = 0; i < wanted; i++)
        {
            _seen(frames[i]);
        }
    }

    void TellOfDropped()
    {
        foreach (FrameRing ring in _rings)
        {
            if (ring.Dropped() is > 0 and var count)
            {
                Tell($"{count} frames of {ring.Name} came faster than they could be taken"
                    + (_options.LearnsPorts ? ", of whatever ports: " : ": ")
                    + "what is shown may lack some", count);
            }
        }
    }

    void Tell(string words, long missing = 0) => _seen(new NoticeEvent
    {
        Time = DateTime.UtcNow,
        Words = words,
        Missing = missing,
    });

    /// <summary>Tells the frames that are there already, and hears no more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        if (Thread.CurrentThread != _thread)
        {
            _ = _thread.Join(Deadline);
        }
    }
}

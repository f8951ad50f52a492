using Doorway.Engines.Linux.Interop;

namespace Doorway.Frames;

/// <summary>
/// Hears the loopback interface of the network of the thread that opened it. The kernel keeps the
/// frames in a ring until they are taken; there is no thread. What the ring has no room for is
/// dropped.
/// </summary>
sealed unsafe class FrameTap : IDisposable
{
    // Room for the headers and some of the data; all slots are 1 MiB.
    const int SlotSize = 512;
    const int Slots = 2_048;

    readonly Lock _gate = new();
    readonly int _socket;
    byte* _memory;
    int _next;

    FrameTap(int socket, byte* memory)
    {
        _socket = socket;
        _memory = memory;
    }

    /// <summary>Begins to hear; null where that is not allowed or not possible.</summary>
    public static FrameTap? TryOpen()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        int socket = PacketRing.Open("lo", SlotSize, Slots, out byte* memory);
        return socket < 0 ? null : new FrameTap(socket, memory);
    }

    /// <summary>The frames since the last call, in order. Any thread may call it.</summary>
    public IReadOnlyList<Frame> Take()
    {
        var taken = new List<Frame>();
        lock (_gate)
        {
            for (int i = 0; i < Slots && _memory != null; i++)
            {
                byte* slot = _memory + (nint)_next * SlotSize;
                if ((Volatile.Read(ref ((PacketRing.Slot*)slot)->State) & PacketRing.Ours) == 0)
                {
                    break;
                }

                if (slot[PacketRing.KindAt] != PacketSocket.Outgoing && Read(slot) is { } frame)
                {
                    taken.Add(frame);
                }

                Volatile.Write(ref ((PacketRing.Slot*)slot)->State, PacketRing.Free);
                _next = (_next + 1) % Slots;
            }
        }

        return taken;
    }

    static Frame? Read(byte* slot)
    {
        PacketRing.Slot head = *(PacketRing.Slot*)slot;
        DateTime time = DateTime.UnixEpoch.AddTicks(
            head.Seconds * TimeSpan.TicksPerSecond
                + head.Nanoseconds / TimeSpan.NanosecondsPerTick);
        byte[] bytes = new ReadOnlySpan<byte>(slot + head.LinkAt, (int)head.Kept).ToArray();
        return FrameDecoder.Decode(bytes, time) is { } frame
            ? frame with { Whole = bytes } : null;
    }

    /// <summary>Hears no more; what was not taken is lost.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_memory == null)
            {
                return;
            }

            // The kernel waits for its own readers meanwhile, for tens of milliseconds.
            (int socket, nint memory) = (_socket, (nint)_memory);
            _memory = null;
            ThreadPool.QueueUserWorkItem(
                _ => PacketSocket.Close(socket, (byte*)memory, (nint)SlotSize * Slots));
        }
    }
}

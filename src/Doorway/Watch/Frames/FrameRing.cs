using Doorway.Engines.Linux.Interop;

namespace Doorway.Watch;

/// <summary>What one interface carries, in memory shared with the kernel, until it is taken.
/// </summary>
sealed unsafe class FrameRing : IDisposable
{
    /// <summary>A block that is not full is handed over after so long.</summary>
    public const int Milliseconds = 10;

    /// <summary>How many blocks it has.</summary>
    public const int Blocks = 128;

    // A frame of 65,550 bytes and its head fit into a block. At little traffic each block is handed
    // over nearly empty, so their number is how long we may be asleep: 1.3 s. At much traffic
    // their size is: 32 MiB.
    const int BlockSize = 1 << 18;

    byte* _memory;
    int _next;

    FrameRing(int socket, string name)
    {
        Socket = socket;
        Name = name;
    }

    /// <summary>The socket.</summary>
    public int Socket { get; }

    /// <summary>The interface.</summary>
    public string Name { get; }

    /// <summary>Begins to hear an interface of the calling thread's network.</summary>
    /// <param name="name">The interface.</param>
    /// <param name="filter">What the kernel lets through.</param>
    /// <param name="error">0, or an errno as a negative number.</param>
    /// <returns>Null where that was refused.</returns>
    public static FrameRing? Open(
        string name, ReadOnlySpan<PacketFilter.Instruction> filter, out int error)
    {
        error = PacketSocket.Create();
        if (error < 0)
        {
            return null;
        }

        var ring = new FrameRing(error, name);
        error = PacketFilter.Attach(ring.Socket, filter);
        if (error == 0)
        {
            error = PacketBlocks.Map(
                ring.Socket, BlockSize, Blocks, Milliseconds, out ring._memory);
        }

        if (error == 0)
        {
            // What leaves by loopback comes in by it as well: one of the two is enough.
            if (name == "lo")
            {
                PacketSocket.LeaveOutOutgoing(ring.Socket);
            }

            error = PacketSocket.Listen(ring.Socket, name, out ring._hardware);
        }

        if (error == 0)
        {
            return ring;
        }

        ring.Dispose();
        return null;
    }

    ushort _hardware;

    /// <summary>Whether its frames begin with an Ethernet header.</summary>
    public bool IsEthernet =>
        _hardware is PacketSocket.EthernetHardware or PacketSocket.LoopbackHardware;

    /// <summary>Takes one block, if there is one.</summary>
    public bool Take(List<FrameEvent> frames)
    {
        byte* block = _memory + (nint)_next * BlockSize;
        ref uint state = ref ((PacketBlocks.Block*)block)->State;
        if ((Volatile.Read(ref state) & PacketBlocks.Ours) == 0)
        {
            return false;
        }

        uint count = ((PacketBlocks.Block*)block)->Frames;
        byte* head = block + ((PacketBlocks.Block*)block)->FirstAt;
        for (uint i = 0; i < count; i++)
        {
            var frame = (PacketBlocks.Head*)head;
            if (frame->Kind != PacketSocket.Outgoing
                || _hardware != PacketSocket.LoopbackHardware)
            {
                frames.Add(Copy(head, frame));
            }

            head += frame->NextAt;
        }

        Volatile.Write(ref state, PacketBlocks.Free);
        _next = (_next + 1) % Blocks;
        return true;
    }

    static FrameEvent Copy(byte* at, PacketBlocks.Head* head) => new()
    {
        Time = DateTime.UnixEpoch.AddTicks(
            head->Seconds * TimeSpan.TicksPerSecond
                + head->Nanoseconds / TimeSpan.NanosecondsPerTick),
        Bytes = new ReadOnlySpan<byte>(at + head->LinkAt, (int)head->Kept).ToArray(),
        OriginalLength = (int)head->Length,
    };

    /// <summary>How many frames had no room since the last call.</summary>
    public uint Dropped() => PacketSocket.Dropped(Socket);

    /// <summary>Hears no more; what was not taken is lost.</summary>
    public void Dispose()
    {
        byte* memory = _memory;
        _memory = null;
        PacketSocket.Close(Socket, memory, (nint)BlockSize * Blocks);
    }
}

using Doorway.Engines.Linux.Interop;

namespace Doorway.Engines.Linux;

/// <summary>
/// Room for the messages that one call receives. It is the kernel's to write, so it lies outside
/// the managed heap, and a page of it is memory only once a message was long enough to reach it.
/// </summary>
sealed unsafe class DatagramBatch : IDisposable
{
    // Slots at a power of two would all meet in the same few sets of the processor's cache.
    const int Stagger = 24 * AlignedMemory.Line;

    readonly int _slots;
    readonly int _slotSize;
    readonly int _stride;
    readonly int _controlSize;
    readonly byte* _data;
    readonly byte* _control;
    readonly IOVector* _vectors;
    readonly SocketAddressBytes* _names;
    readonly BatchedMessage* _messages;
    int _used;
    bool _hasSources = true;

    /// <summary>A batch.</summary>
    /// <param name="slots">How many messages it has room for.</param>
    /// <param name="slotSize">How many bytes a message may have without being cut.</param>
    /// <param name="hasControl">Whether control messages are asked for.</param>
    public DatagramBatch(int slots, int slotSize, bool hasControl)
    {
        _slots = slots;
        _slotSize = slotSize;
        _stride = slotSize + Stagger;
        _controlSize = hasControl ? ControlMessages.Space : 0;
        _data = AlignedMemory.Allocate<byte>((nint)slots * _stride);
        _control = AlignedMemory.Allocate<byte>(slots * ControlMessages.Space);
        _vectors = AlignedMemory.Allocate<IOVector>(slots);
        _names = AlignedMemory.Allocate<SocketAddressBytes>(slots);
        _messages = AlignedMemory.Allocate<BatchedMessage>(slots);
        for (int i = 0; i < slots; i++)
        {
            _vectors[i] = new IOVector { Base = Data(i), Length = slotSize };
            _messages[i].Header = new MessageHeader
            {
                Name = _names + i,
                Vectors = _vectors + i,
                VectorCount = 1,
                Control = hasControl ? _control + (i * ControlMessages.Space) : null,
            };
        }

        _used = slots;
    }

    byte* Data(int slot) => _data + ((nint)slot * _stride);

    /// <summary>
    /// Receives as many messages as are there, and with <see cref="MessageFlags.WaitForOne"/>
    /// waits for the first.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <param name="flags">More of the call's flags.</param>
    /// <param name="inBatches">Whether with recvmmsg(2), or one with recvmsg(2).</param>
    /// <param name="hasSources">Whether to ask who sent them.</param>
    /// <returns>How many, or an errno below zero.</returns>
    public int Receive(int socket, MessageFlags flags, bool inBatches, bool hasSources = true)
    {
        if (hasSources != _hasSources)
        {
            _hasSources = hasSources;
            _used = _slots;
        }

        for (int i = 0; i < _used; i++)
        {
            ref MessageHeader header = ref _messages[i].Header;
            header.Name = hasSources ? _names + i : null;
            header.NameLength = SocketAddressBytes.Size;
            header.ControlLength = _controlSize;
        }

        // With MSG_TRUNC the length is that of the whole message, whatever of it fits.
        flags |= MessageFlags.Truncated;
        int count = inBatches
            ? DatagramCalls.Receive(socket, _messages, _slots, flags)
            : DatagramCalls.ReceiveOne(socket, _messages, flags & ~MessageFlags.WaitForOne);
        _used = Math.Max(count, 0);
        return count;
    }

    /// <summary>The message's length; more than its <see cref="Bytes"/> if it was cut.</summary>
    public int Length(int slot) => (int)_messages[slot].Length;

    /// <summary>What of the message has fitted.</summary>
    public ReadOnlySpan<byte> Bytes(int slot) =>
        new(Data(slot), Math.Min(Length(slot), _slotSize));

    /// <summary>Whom it came from, as the kernel wrote it.</summary>
    public ReadOnlySpan<byte> Source(int slot) =>
        _names[slot].Bytes(_messages[slot].Header.NameLength);

    /// <summary>The one to answer.</summary>
    /// <param name="slot">The message.</param>
    /// <param name="peer">The name of its <see cref="Source"/>.</param>
    /// <param name="asked">The local address that it came to; default for any.</param>
    public Recipient Recipient(int slot, in SocketName peer, in PacketAddress asked) =>
        new(_names + slot, Source(slot).Length, peer, asked);

    /// <summary>What the kernel told about the message.</summary>
    public void ReadControl(int slot, out int segment, out PacketAddress asked) =>
        ControlMessages.Read(
            _messages[slot].Header.Control, _messages[slot].Header.ControlLength,
            out segment, out asked);

    public void Dispose()
    {
        AlignedMemory.Free(_data);
        AlignedMemory.Free(_control);
        AlignedMemory.Free(_vectors);
        AlignedMemory.Free(_names);
        AlignedMemory.Free(_messages);
    }
}

using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Doorway.Engines.Linux.Interop;

namespace Doorway.Engines.Linux;

/// <summary>
/// Datagrams that wait to be sent with one call, each copied, with whom they go to.
/// </summary>
sealed unsafe class DatagramQueue : IDisposable
{
    /// <summary>The most datagrams of one call.</summary>
    public const int Slots = 64;

    const int FirstSize = 256 * 1024;

    readonly IOVector* _vectors = AlignedMemory.Allocate<IOVector>(Slots);
    readonly SocketAddressBytes* _names = AlignedMemory.Allocate<SocketAddressBytes>(Slots);
    readonly SocketName[] _peers = new SocketName[Slots];
    byte* _data = AlignedMemory.Allocate<byte>(FirstSize);
    int _size = FirstSize;
    int _used;

    /// <summary>The messages, ready for sendmmsg(2).</summary>
    public BatchedMessage* Messages { get; } = AlignedMemory.Allocate<BatchedMessage>(Slots);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether one more of this length fits; into an empty queue any does.</summary>
    public bool HasRoom(int length) =>
        Count == 0 || (Count < Slots && length <= _size - _used);

    /// <summary>Adds a datagram that there is room for.</summary>
    /// <param name="datagram">Its bytes.</param>
    /// <param name="to">Whom to; default for the socket's peer.</param>
    public void Add(ReadOnlySpan<byte> datagram, in SocketName to)
    {
        if (datagram.Length > _size)
        {
            AlignedMemory.Free(_data);
            _data = AlignedMemory.Allocate<byte>(datagram.Length);
            _size = datagram.Length;
        }

        datagram.CopyTo(new Span<byte>(_data + _used, datagram.Length));
        _vectors[Count] = new IOVector { Base = _data + _used, Length = datagram.Length };
        Messages[Count].Header = new MessageHeader { Vectors = _vectors + Count, VectorCount = 1 };
        if (to.Family != AddressFamily.Unspecified)
        {
            _peers[Count] = to;
            var raw = new Span<byte>(_names + Count, SocketAddressBytes.Size);
            Unsafe.WriteUnaligned(ref raw[0], to.RawFamily);
            Messages[Count].Header.Name = _names + Count;
            Messages[Count].Header.NameLength = to.WriteRaw(raw);
        }

        Count++;
        _used += datagram.Length;
    }

    /// <summary>The datagram.</summary>
    public ReadOnlySpan<byte> Bytes(int index) =>
        new(_vectors[index].Base, (int)_vectors[index].Length);

    /// <summary>Whom it goes to; default for the socket's peer.</summary>
    public SocketName Peer(int index) =>
        Messages[index].Header.Name is null ? default : _peers[index];

    /// <summary>Forgets them all.</summary>
    public void Clear()
    {
        Count = 0;
        _used = 0;
    }

    public void Dispose()
    {
        AlignedMemory.Free(_vectors);
        AlignedMemory.Free(_names);
        AlignedMemory.Free(Messages);
        AlignedMemory.Free(_data);
    }
}

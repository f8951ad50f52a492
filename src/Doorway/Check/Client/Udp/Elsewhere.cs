using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Doorway.Check.Client.Udp;

/// <summary>
/// Sees what a client sends to another place than our port: raw sockets get a copy of all that
/// arrives on this machine (raw(7)). Where they aren't allowed, nothing is seen.
/// </summary>
sealed class Elsewhere : IDisposable
{
    const int DestinationAt = 16;
    const byte Syn = 0x02;
    const byte Ack = 0x10;

    readonly int _port;
    readonly Socket? _datagrams;
    readonly Socket? _datagramsIPv6;
    readonly Socket? _segments;

    /// <summary>Begins to look.</summary>
    /// <param name="port">Ours.</param>
    public Elsewhere(int port)
    {
        _port = port;
        _datagrams = Open(AddressFamily.InterNetwork, ProtocolType.Udp);
        _datagramsIPv6 = Open(AddressFamily.InterNetworkV6, ProtocolType.Udp);
        _segments = Open(AddressFamily.InterNetwork, ProtocolType.Tcp);
    }

    /// <summary>
    /// Where it went: a datagram with this text to another port, or an attempt to connect over TCP
    /// to the port that is ours on UDP; null where neither was seen.
    /// </summary>
    public (Transport Transport, IPEndPoint To)? Find(string text)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(text);
        foreach (byte[] packet in Arrived(_datagrams))
        {
            IPEndPoint to = Destination(packet);
            if (to.Port != _port && packet.AsSpan().IndexOf(wanted) >= 0)
            {
                return (Transport.Udp, to);
            }
        }

        foreach (byte[] packet in Arrived(_segments))
        {
            IPEndPoint to = Destination(packet);
            byte flags = packet[HeaderLength(packet) + 13];
            if (to.Port == _port && (flags & (Syn | Ack)) == Syn)
            {
                return (Transport.Tcp, to);
            }
        }

        return null;
    }

    /// <summary>
    /// Whether a datagram to our port was sent, though nobody had it; taken for granted where that
    /// can't be seen.
    /// </summary>
    public bool SawOurs() => _datagrams is null
        || Arrived(_datagrams).Any(packet => Destination(packet).Port == _port)
        || Arrived(_datagramsIPv6).Any(packet => PortAt(packet, 0) == _port);

    /// <summary>Looks no more.</summary>
    public void Dispose()
    {
        _datagrams?.Dispose();
        _datagramsIPv6?.Dispose();
        _segments?.Dispose();
    }

    static Socket? Open(AddressFamily family, ProtocolType protocol)
    {
        try
        {
            return new Socket(family, SocketType.Raw, protocol)
            {
                Blocking = false,
            };
        }
        catch (SocketException)
        {
            return null;
        }
    }

    static IEnumerable<byte[]> Arrived(Socket? socket)
    {
        byte[] buffer = new byte[64 * 1024];
        while (socket is not null)
        {
            int count = socket.Receive(buffer, SocketFlags.None, out SocketError error);
            if (error != SocketError.Success)
            {
                yield break;
            }

            yield return buffer[..count];
        }
    }

    // RFC 791 3.1: the length in words in the low half of the first byte, the destination at 16.
    static int HeaderLength(byte[] packet) => (packet[0] & 0xf) * 4;

    static IPEndPoint Destination(byte[] packet) => new(
        new IPAddress(packet.AsSpan(DestinationAt, 4)), PortAt(packet, HeaderLength(packet)));

    // UDP and TCP both begin with the source's and the destination's port. Over IPv6 a raw socket
    // gives no more than that; over IPv4 the IP header comes first (ipv6(7), raw(7)).
    static int PortAt(byte[] packet, int header) =>
        BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(header + 2));
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests.Acceptance;

/// <summary>
/// A UDP datagram with a source port that isn't the sender's own: raw(7), for root.
/// </summary>
static class SpoofedDatagram
{
    /// <summary>Sends one from one port to another, both on 127.0.0.1.</summary>
    /// <returns>False where raw sockets are forbidden.</returns>
    public static bool Send(int fromPort, int toPort, ReadOnlySpan<byte> payload)
    {
        byte[] packet = new byte[28 + payload.Length];
        packet[0] = 0x45;
        packet[8] = 64;
        packet[9] = 17;
        IPAddress.Loopback.GetAddressBytes().CopyTo(packet, 12);
        IPAddress.Loopback.GetAddressBytes().CopyTo(packet, 16);

        // The kernel fills in the length and the checksum of the IP header; UDP's may be zero.
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(20), (ushort)fromPort);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(22), (ushort)toPort);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(24), (ushort)(8 + payload.Length));
        payload.CopyTo(packet.AsSpan(28));
        try
        {
            using var raw = new Socket(
                AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Raw);
            raw.SendTo(packet, new IPEndPoint(IPAddress.Loopback, 0));
            return true;
        }
        catch (SocketException failure) when (
            failure.SocketErrorCode
                is SocketError.AccessDenied or SocketError.OperationNotSupported)
        {
            return false;
        }
    }
}

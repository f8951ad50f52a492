// check: server udp textbook
// finds: udp/datagram/stale-bytes udp/bind/ipv6 udp/datagram/cut-large
using System.Net;
using System.Net.Sockets;
using System.Text;

/// <summary>Takes the whole buffer for the message, and trims off the NULs.</summary>
static class UdpTrimsBuffer
{
    public static void Main(string[] arguments)
    {
        int port = arguments.Length > 0 ? int.Parse(arguments[0]) : 12000;
        using var server = new Socket(
            AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        server.Bind(new IPEndPoint(IPAddress.Any, port));
        byte[] buffer = new byte[2048];
        while (true)
        {
            EndPoint client = new IPEndPoint(IPAddress.Any, 0);
            server.ReceiveFrom(buffer, ref client);
            string text = Encoding.UTF8.GetString(buffer).TrimEnd('\0');
            server.SendTo(Encoding.UTF8.GetBytes(text.ToUpperInvariant()), client);
        }
    }
}

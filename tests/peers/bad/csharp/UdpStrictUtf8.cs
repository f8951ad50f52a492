// check: server udp textbook
// finds: udp/datagram/invalid-utf8 udp/bind/ipv6
using System.Net;
using System.Net.Sockets;
using System.Text;

/// <summary>Decodes strictly, and dies of bytes that are not UTF-8.</summary>
static class UdpStrictUtf8
{
    public static void Main(string[] arguments)
    {
        int port = arguments.Length > 0 ? int.Parse(arguments[0]) : 12000;
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        using var server = new UdpClient(new IPEndPoint(IPAddress.Any, port));
        while (true)
        {
            IPEndPoint? client = null;
            byte[] message = server.Receive(ref client);
            string text = strict.GetString(message);
            server.Send(strict.GetBytes(text.ToUpperInvariant()), client);
        }
    }
}

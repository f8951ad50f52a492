// check: server udp textbook
// finds:
// UDP server: one socket for all, each datagram answered where it came from.
using System.Net;
using System.Net.Sockets;
using System.Text;

static class UdpServer
{
    public static void Main(string[] arguments)
    {
        int port = arguments.Length > 0 ? int.Parse(arguments[0]) : 12000;
        using var server = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp)
        {
            DualMode = true,
        };
        server.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
        byte[] buffer = new byte[65535];
        while (true)
        {
            EndPoint client = new IPEndPoint(IPAddress.IPv6Any, 0);
            int count = server.ReceiveFrom(buffer, ref client);
            string answer = Encoding.UTF8.GetString(buffer, 0, count).ToUpperInvariant();
            try
            {
                server.SendTo(Encoding.UTF8.GetBytes(answer), client);
            }
            catch (SocketException failed)
            {
                Console.Error.WriteLine($"not sent: {failed.Message}");
            }
        }
    }
}

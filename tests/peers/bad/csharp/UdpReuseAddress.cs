// check: server udp textbook
// finds: udp/bind/shared-port udp/bind/ipv6
using System.Net;
using System.Net.Sockets;
using System.Text;

/// <summary>Lets a second instance have its port.</summary>
static class UdpReuseAddress
{
    public static void Main(string[] arguments)
    {
        int port = arguments.Length > 0 ? int.Parse(arguments[0]) : 12000;
        using var server = new UdpClient(AddressFamily.InterNetwork);
        server.Client.SetSocketOption(
            SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        server.Client.Bind(new IPEndPoint(IPAddress.Any, port));
        while (true)
        {
            IPEndPoint? client = null;
            byte[] message = server.Receive(ref client);
            string text = Encoding.UTF8.GetString(message);
            server.Send(Encoding.UTF8.GetBytes(text.ToUpperInvariant()), client);
        }
    }
}

// The least that a .NET program can do and still be a server: bind one socket, block in it, answer.
// Its time to the first answer and its memory are what the runtime itself costs.
using System.Net;
using System.Net.Sockets;
using System.Text;

var here = new IPEndPoint(IPAddress.Loopback, int.Parse(args[1]));
byte[] buffer = GC.AllocateUninitializedArray<byte>(64 * 1024);
if (args[0] == "tcp")
{
    using var listener = new Socket(
        AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    listener.Bind(here);
    listener.Listen();
    while (true)
    {
        using Socket accepted = listener.Accept();
        for (int count; (count = accepted.Receive(buffer)) > 0;)
        {
            Ascii.ToUpperInPlace(buffer.AsSpan(0, count), out _);
            accepted.Send(buffer.AsSpan(0, count));
        }
    }
}

using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
bound.Bind(here);
var peer = new SocketAddress(AddressFamily.InterNetwork);
while (true)
{
    int count = bound.ReceiveFrom(buffer, SocketFlags.None, peer);
    Ascii.ToUpperInPlace(buffer.AsSpan(0, count), out _);
    bound.SendTo(buffer.AsSpan(0, count), SocketFlags.None, peer);
}

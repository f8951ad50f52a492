// C# with Socket and async, the plain good way without a framework. TCP: a task for each connection
// that awaits ReceiveAsync into a buffer of its own and SendAsync from it. UDP: one loop of
// ReceiveFromAsync and SendToAsync with a SocketAddress, which allocates nothing for each datagram.
// A line on standard input is answered with the bytes of managed memory after a full collection.
using System.Net;
using System.Net.Sockets;
using System.Text;

const int Buffer = 64 * 1024;
var here = new IPEndPoint(IPAddress.Loopback, int.Parse(args[1]));
_ = Task.Run(ReportMemory);
await (args[0] == "tcp" ? ServeTcpAsync(here) : ServeUdpAsync(here));

static void ReportMemory()
{
    while (Console.ReadLine() is not null)
    {
        Console.WriteLine(GC.GetTotalMemory(forceFullCollection: true));
    }
}

static async Task ServeTcpAsync(IPEndPoint here)
{
    using var listener = new Socket(
        AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    listener.Bind(here);
    listener.Listen(4096);
    while (true)
    {
        Socket accepted = await listener.AcceptAsync();
        accepted.NoDelay = true;
        _ = ConverseAsync(accepted);
    }
}

static async Task ConverseAsync(Socket socket)
{
    using (socket)
    {
        Memory<byte> buffer = GC.AllocateUninitializedArray<byte>(Buffer);
        try
        {
            int count;
            while ((count = await socket.ReceiveAsync(buffer)) > 0)
            {
                Ascii.ToUpperInPlace(buffer.Span[..count], out _);
                for (int sent = 0; sent < count;)
                {
                    sent += await socket.SendAsync(buffer[sent..count]);
                }
            }
        }
        catch (SocketException)
        {
            // The peer is gone.
        }
    }
}

static async Task ServeUdpAsync(IPEndPoint here)
{
    using var socket = new Socket(
        AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    socket.ReceiveBufferSize = 4 * 1024 * 1024;
    socket.Bind(here);
    Memory<byte> buffer = GC.AllocateUninitializedArray<byte>(Buffer, pinned: true);
    var peer = new SocketAddress(AddressFamily.InterNetwork);
    while (true)
    {
        int count = await socket.ReceiveFromAsync(buffer, SocketFlags.None, peer);
        Ascii.ToUpperInPlace(buffer.Span[..count], out _);
        await socket.SendToAsync(buffer[..count], SocketFlags.None, peer);
    }
}

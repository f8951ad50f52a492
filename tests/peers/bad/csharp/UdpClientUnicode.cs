// check: client udp textbook
// finds: udp/client/wrong-encoding
// Encodes by UTF-16, which .NET calls Unicode.
using System.Net.Sockets;
using System.Text;

static class UdpClientUnicode
{
    public static void Main(string[] arguments)
    {
        int port = arguments.Length > 0 ? int.Parse(arguments[0]) : 12000;
        if (Console.ReadLine() is not { } line)
        {
            return;
        }

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.ReceiveTimeout = 1000;
        byte[] buffer = new byte[65535];
        try
        {
            socket.Connect("localhost", port);
            socket.Send(Encoding.Unicode.GetBytes(line));
            int count = socket.Receive(buffer);
            Console.WriteLine(Encoding.UTF8.GetString(buffer, 0, count));
        }
        catch (SocketException failed)
        {
            Console.Error.WriteLine($"no answer: {failed.Message}");
            Environment.ExitCode = 1;
        }
    }
}

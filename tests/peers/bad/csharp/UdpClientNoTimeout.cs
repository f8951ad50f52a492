// check: client udp textbook
// finds: udp/client/no-timeout
// Waits for ever.
using System.Net.Sockets;
using System.Text;

static class UdpClientNoTimeout
{
    public static void Main(string[] arguments)
    {
        int port = arguments.Length > 0 ? int.Parse(arguments[0]) : 12000;
        if (Console.ReadLine() is not { } line)
        {
            return;
        }

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        byte[] buffer = new byte[65535];
        try
        {
            socket.Connect("localhost", port);
            socket.Send(Encoding.UTF8.GetBytes(line));
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

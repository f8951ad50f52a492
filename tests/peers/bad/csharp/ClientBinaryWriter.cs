// check: client tcp textbook
// finds: tcp/client/prefix
using System.Net.Sockets;
using System.Text;

/// <summary>Client that writes with a BinaryWriter, which puts the length before the text.</summary>
static class ClientBinaryWriter
{
    public static void Main(string[] arguments)
    {
        int port = arguments.Length > 0 ? int.Parse(arguments[0]) : 12000;
        using var client = new TcpClient();
        try
        {
            client.Connect("localhost", port);
        }
        catch (SocketException refused)
        {
            Console.Error.WriteLine($"no connection: {refused.Message}");
            Environment.Exit(1);
        }

        if (Console.ReadLine() is not { Length: > 0 } sentence)
        {
            return;
        }

        client.ReceiveTimeout = 2000;
        NetworkStream stream = client.GetStream();
        new BinaryWriter(stream).Write(sentence);
        var answer = new MemoryStream();
        stream.CopyTo(answer);
        if (answer.Length == 0)
        {
            Console.Error.WriteLine("the server closed without an answer");
            Environment.Exit(1);
        }

        Console.WriteLine(Encoding.UTF8.GetString(answer.ToArray()));
    }
}

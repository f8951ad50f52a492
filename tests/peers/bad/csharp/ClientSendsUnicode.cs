// check: client tcp textbook
// finds: tcp/client/wide-text
using System.Net.Sockets;
using System.Text;

/// <summary>Client that takes Encoding.Unicode for UTF-8; it is UTF-16.</summary>
static class ClientSendsUnicode
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
        stream.Write(Encoding.Unicode.GetBytes(sentence));
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

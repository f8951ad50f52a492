// check: client tcp line
// finds: tcp/client/end-of-input
using System.Net.Sockets;
using System.Text;

/// <summary>Line client that takes the end of the input for an empty line, and asks for more.
/// </summary>
static class ClientNullLine
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

        client.ReceiveTimeout = 2000;
        NetworkStream stream = client.GetStream();
        var answers = new StreamReader(stream, Encoding.UTF8);
        while (true)
        {
            string? line = Console.ReadLine();
            if (string.IsNullOrEmpty(line))
            {
                continue;
            }

            stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
            if (answers.ReadLine() is not { } answer)
            {
                Console.Error.WriteLine("the server closed without an answer");
                Environment.Exit(1);
                return;
            }

            Console.WriteLine(answer);
        }
    }
}

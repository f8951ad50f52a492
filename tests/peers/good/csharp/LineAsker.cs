// check: client tcp line
// finds:
// Sends each line, and shows the line that comes for it.
using System.Net.Sockets;

static class LineAsker
{
    public static void Main(string[] arguments)
    {
        int port = arguments.Length > 0 ? int.Parse(arguments[0]) : 12000;
        try
        {
            using var client = new TcpClient("localhost", port) { ReceiveTimeout = 2000 };
            using var reader = new StreamReader(client.GetStream());
            using var writer = new StreamWriter(client.GetStream()) { NewLine = "\n", AutoFlush = true };
            while (Console.ReadLine() is { } line)
            {
                writer.WriteLine(line);
                Console.WriteLine(
                    reader.ReadLine() ?? throw new IOException("the server closed the connection"));
            }
        }
        catch (Exception failed) when (failed is IOException or SocketException)
        {
            Console.Error.WriteLine($"no answer: {failed.Message}");
            Environment.ExitCode = 1;
        }
    }
}

// check: server tcp line
// finds: tcp/clients/silent-blocks tcp/reset/while-reading
using System.Net.Sockets;
using System.Text;

/// <summary>Line server that catches a client's error outside the loop over its clients.</summary>
static class ErrorLeavesTheLoop
{
    public static void Main(string[] arguments)
    {
        var listener = TcpListener.Create(arguments.Length > 0 ? int.Parse(arguments[0]) : 12000);
        listener.Start();
        try
        {
            while (true)
            {
                using TcpClient client = listener.AcceptTcpClient();
                using var reader = new StreamReader(client.GetStream(), new UTF8Encoding(false));
                using NetworkStream stream = client.GetStream();
                while (reader.ReadLine() is { } line)
                {
                    stream.Write(Encoding.UTF8.GetBytes(line.ToUpperInvariant() + "\n"));
                }
            }
        }
        catch (IOException error)
        {
            Console.Error.WriteLine(error.Message);
            Environment.Exit(1);
        }
    }
}

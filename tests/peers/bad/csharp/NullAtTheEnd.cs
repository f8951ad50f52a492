// check: server tcp line
// finds: tcp/end/unhandled
using System.Net.Sockets;
using System.Text;

/// <summary>Line server that takes the null after the last line for an empty one.</summary>
static class NullAtTheEnd
{
    public static void Main(string[] arguments)
    {
        var listener = TcpListener.Create(arguments.Length > 0 ? int.Parse(arguments[0]) : 12000);
        listener.Start();
        while (true)
        {
            TcpClient client = listener.AcceptTcpClient();
            new Thread(() => Serve(client)).Start();
        }
    }

    static void Serve(TcpClient client)
    {
        try
        {
            using (client)
            {
                using var reader = new StreamReader(client.GetStream(), new UTF8Encoding(false));
                while (true)
                {
                    string line = reader.ReadLine() ?? "";
                    client.GetStream().Write(Encoding.UTF8.GetBytes(line.ToUpperInvariant() + "\n"));
                }
            }
        }
        catch (IOException error)
        {
            Console.Error.WriteLine(error.Message);
        }
    }
}

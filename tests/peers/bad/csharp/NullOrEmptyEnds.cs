// check: server tcp line
// finds: tcp/stream/empty-line
using System.Net.Sockets;
using System.Text;

/// <summary>Line server that takes an empty line for the end.</summary>
static class NullOrEmptyEnds
{
    public static void Main(string[] arguments)
    {
        int port = arguments.Length > 0 ? int.Parse(arguments[0]) : 12000;
        var listener = TcpListener.Create(port);
        listener.Start(128);
        while (true)
        {
            TcpClient client = listener.AcceptTcpClient();
            new Thread(() => Guard(client)) { IsBackground = true }.Start();
        }
    }

    static void Guard(TcpClient client)
    {
        try
        {
            using (client)
            {
                Serve(client);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException)
        {
            Console.WriteLine($"a client is lost: {gone.Message}");
        }
    }

    static void Serve(TcpClient client)
    {
        NetworkStream stream = client.GetStream();
        var reader = new StreamReader(stream);
        string? line;
        while (!string.IsNullOrEmpty(line = reader.ReadLine()))
        {
            stream.Write(Encoding.UTF8.GetBytes(line.ToUpperInvariant() + "\n"));
        }
    }
}

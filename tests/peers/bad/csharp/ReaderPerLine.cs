// check: server tcp line
// finds: tcp/stream/lines-together
using System.Net.Sockets;
using System.Text;

/// <summary>Line server that makes a reader for each line: it reads ahead, and is thrown away with that.</summary>
static class ReaderPerLine
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
        while (new StreamReader(stream).ReadLine() is { } line)
        {
            stream.Write(Encoding.UTF8.GetBytes(line.ToUpperInvariant() + "\n"));
        }
    }
}

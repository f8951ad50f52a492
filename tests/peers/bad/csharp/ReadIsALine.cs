// check: server tcp line
// finds: tcp/stream/split-write
using System.Net.Sockets;
using System.Text;

/// <summary>Line server that takes what one Read returns for one line.</summary>
static class ReadIsALine
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
        byte[] buffer = new byte[256 * 1024];
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            string line = Encoding.UTF8.GetString(buffer, 0, count).TrimEnd('\n');
            stream.Write(Encoding.UTF8.GetBytes(line.ToUpperInvariant() + "\n"));
        }
    }
}

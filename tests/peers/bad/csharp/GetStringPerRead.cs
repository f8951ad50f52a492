// check: server tcp loop
// finds: tcp/stream/split-character
using System.Net.Sockets;
using System.Text;

/// <summary>Server that decodes each piece by itself.</summary>
static class GetStringPerRead
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
        byte[] buffer = new byte[4096];
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            string text = Encoding.UTF8.GetString(buffer, 0, count);
            stream.Write(Encoding.UTF8.GetBytes(text.ToUpperInvariant()));
        }
    }
}

// check: server tcp line
// finds:
// Concurrent line server: a task for each client, an answer for each line.
using System.Net.Sockets;
using System.Text;

static class LineServer
{
    public static void Main(string[] arguments)
    {
        int port = arguments.Length > 0 ? int.Parse(arguments[0]) : 12000;
        TcpListener listener = TcpListener.Create(port);
        listener.Start(128);
        while (true)
        {
            _ = TalkAsync(listener.AcceptTcpClient());
        }
    }

    static async Task TalkAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                client.NoDelay = true;
                NetworkStream stream = client.GetStream();
                byte[] buffer = new byte[16 * 1024];
                var line = new List<byte>();
                int count;
                while ((count = await stream.ReadAsync(buffer)) > 0)
                {
                    int at = 0;
                    for (int end; (end = Array.IndexOf(buffer, (byte)'\n', at, count - at)) >= 0;)
                    {
                        line.AddRange(buffer[at..(end + 1)]);
                        await stream.WriteAsync(Upper(line));
                        line.Clear();
                        at = end + 1;
                    }

                    line.AddRange(buffer[at..count]);
                }

                await stream.WriteAsync(Upper(line));
            }
        }
        catch (IOException gone)
        {
            Console.Error.WriteLine($"a client is gone: {gone.Message}");
        }
    }

    static byte[] Upper(List<byte> line) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString([.. line]).ToUpperInvariant());
}

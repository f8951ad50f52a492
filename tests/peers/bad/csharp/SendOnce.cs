// check: server tcp echo
// finds: tcp/flow/partial-send
using System.Net.Sockets;
using System.Text;

/// <summary>Echo server that sends without waiting for room, and does not look how much was sent.</summary>
static class SendOnce
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
        byte[] buffer = new byte[64 * 1024];
        int count;
        while (client.Client.Poll(-1, SelectMode.SelectRead)
            && (count = client.Client.Receive(buffer)) > 0)
        {
            client.Client.Blocking = false;
            client.Client.Send(buffer, 0, count, SocketFlags.None, out _);
            client.Client.Blocking = true;
        }
    }
}

// check: server tcp line
// finds: tcp/clients/mixed-up tcp/flow/slow-reader
using System.Net.Sockets;
using System.Text;

/// <summary>Line server whose threads share the field of the stream that they answer on.</summary>
static class OneSharedStream
{
    static NetworkStream? s_answers;

    public static void Main(string[] arguments)
    {
        var listener = TcpListener.Create(arguments.Length > 0 ? int.Parse(arguments[0]) : 12000);
        listener.Start();
        while (true)
        {
            TcpClient client = listener.AcceptTcpClient();
            s_answers = client.GetStream();
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
                while (reader.ReadLine() is { } line)
                {
                    s_answers!.Write(Encoding.UTF8.GetBytes(line.ToUpperInvariant() + "\n"));
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            Console.Error.WriteLine(error.Message);
        }
    }
}

using System.Diagnostics;
using System.Net.Sockets;
using Doorway.Tests.Command;

namespace Doorway.Tests.Acceptance;

/// <summary>Clients that send as fast as they can leave the others their turn.</summary>
public sealed class FairnessTests
{
    const int Torrents = 12;

    [Fact]
    public async Task A_client_with_one_line_is_answered_between_torrents()
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("tcp://127.0.0.1:0");
        int port = server.Port("tcp");
        using var over = new CancellationTokenSource();
        Thread[] torrents = [.. Enumerable.Range(0, Torrents).Select(_ => Pour(port, over.Token))];
        try
        {
            await Task.Delay(1000);
            var worst = TimeSpan.Zero;
            for (int i = 0; i < 5; i++)
            {
                long started = Stopwatch.GetTimestamp();
                using var client = new TcpClient("127.0.0.1", port);
                client.ReceiveTimeout = (int)Deadline.Default.TotalMilliseconds;
                NetworkStream stream = client.GetStream();
                stream.Write("one line"u8);
                byte[] answer = new byte[8];
                stream.ReadExactly(answer);
                Assert.Equal("ONE LINE"u8, answer);
                TimeSpan took = Stopwatch.GetElapsedTime(started);
                worst = took > worst ? took : worst;
            }

            Assert.InRange(worst.TotalSeconds, 0, 1.5);
        }
        finally
        {
            await over.CancelAsync();
            Array.ForEach(torrents, torrent => torrent.Join());
        }
    }

    // One thread sends, one reads: neither side ever waits for the other's end.
    static Thread Pour(int port, CancellationToken over)
    {
        var torrent = new Thread(() =>
        {
            using var client = new TcpClient("127.0.0.1", port);
            client.SendTimeout = client.ReceiveTimeout = 1000;
            var reading = new Thread(() => Repeat(bytes => client.Client.Receive(bytes), over));
            reading.Start();
            Repeat(bytes => client.Client.Send(bytes), over);
            reading.Join();
        });
        torrent.Start();
        return torrent;
    }

    static void Repeat(Action<byte[]> call, CancellationToken over)
    {
        byte[] bytes = new byte[256 * 1024];
        Array.Fill(bytes, (byte)'x');
        while (!over.IsCancellationRequested)
        {
            try
            {
                call(bytes);
            }
            catch (SocketException)
            {
                // A second without room or bytes: again, until it is over.
            }
        }
    }
}

using System.Net.Sockets;
using Doorway.Tests.Command;
using Doorway.Tests.Text;
using Doorway.Text;

namespace Doorway.Tests.Acceptance;

/// <summary>
/// A client sends, says that it has finished, and reads to the end: nothing is missing.
/// </summary>
public sealed class HalfCloseTests
{
    const int AtOnce = 4;

    [Fact]
    public Task Random_bytes_come_back_whole_after_a_half_close() => RunAsync(60);

    [Fact, Trait("Category", "Soak")]
    public Task Random_bytes_come_back_whole_a_thousand_times_of_a_thousand() => RunAsync(1000);

    static async Task RunAsync(int times)
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("tcp://127.0.0.1:0");
        int port = server.Port("tcp://127.0.0.1");
        long sent = 0, received = 0;
        await Parallel.ForAsync(
            0, times, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (seed, _) =>
            {
                byte[] question = Question(seed);
                using Socket client = await RawTcp.ConnectAsync(port);
                byte[] answer = await client.ExchangeAsync(question);
                byte[] expected = Uppercase.Of(question, Utf8Upper.ConvertScalar);
                Assert.True(
                    expected.AsSpan().SequenceEqual(answer),
                    $"seed {seed}: {question.Length} bytes sent, {answer.Length} bytes back, "
                    + $"{expected.Length} expected");
                Interlocked.Add(ref sent, question.Length);
                Interlocked.Add(ref received, answer.Length);
            });
        var counters = await server.StopAsync();
        Assert.Equal(times, counters.Of("accepted"));
        Assert.Equal(sent, counters.Of("bytesReceived"));
        Assert.Equal(received, counters.Of("bytesSent"));
        Assert.Equal(0, counters.Of("failed"));
    }

    // Half of them bytes that are no text, half text that is cut anywhere.
    static byte[] Question(int seed)
    {
        var random = new Random(seed);
        int size = random.Next((1 << 20) + 1);
        byte[] bytes = new byte[size];
        if (seed % 2 == 0)
            random.NextBytes(bytes);
        else
            MixedText.Of(size, seed).AsSpan(0, size).CopyTo(bytes);
        return bytes;
    }
}

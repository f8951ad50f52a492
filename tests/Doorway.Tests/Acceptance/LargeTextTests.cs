using Doorway.Tests.Command;
using Doorway.Tests.Text;

namespace Doorway.Tests.Acceptance;

/// <summary>A text larger than either side may hold in memory.</summary>
public sealed class LargeTextTests(PythonUpper python, ITestOutputHelper measured)
{
    const int Size = 64 << 20;

    // What a run may grow by beyond the small exchange before it: buffers are 64 KiB each, and
    // the rest is the collector's room and compiled code. Holding the text would take twice 64 MiB.
    const double Growth = 40;

    // A client that has just started takes about 40 MiB, most of it the runtime's own.
    const double ClientPeak = 80;

    [Fact]
    public async Task Mixed_scripts_through_TCP_come_back_as_Python_says_with_memory_flat()
    {
        byte[] text = MixedText.Of(Size, seed: 2026);
        byte[] expected = python.Upper(text);
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync("tcp://127.0.0.1:0");
        string address = server.Addresses[0];
        await using (var small = DoorwayProcess.Start("connect", address))
            Assert.Equal("HELLO\n", await small.FilterAsync("hello\n"));
        double before = ProcessMemory.Peak(server.Id);

        await using var client = DoorwayProcess.Start("connect", address);
        Task input = Task.Run(async () =>
        {
            try
            {
                await client.WriteAsync(text);
                client.CloseInput();
            }
            catch (IOException)
            {
                // It ended early; its exit code and its errors say why.
            }
        });
        double clientPeak = 0;
        while (!client.Output.Ended.IsCompleted)
        {
            clientPeak = Math.Max(clientPeak, PeakWhileItRuns(client));
            await Task.WhenAny(client.Output.Ended, Task.Delay(20));
        }
        await input;
        Assert.True(await client.WaitForExitAsync(Deadline.Long) == 0, client.Errors.Text);
        Assert.True(expected.AsSpan().SequenceEqual(client.Output.Bytes), "the answer differs");
        double growth = ProcessMemory.Peak(server.Id) - before;
        measured.WriteLine(
            $"server +{growth:0.0} MiB over {before:0.0}, client {clientPeak:0.0} MiB");
        Assert.InRange(growth, 0, Growth);
        Assert.InRange(clientPeak, 1, ClientPeak);
    }

    static double PeakWhileItRuns(DoorwayProcess client)
    {
        try
        {
            return ProcessMemory.Peak(client.Id);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return 0; // it has just ended
        }
    }
}

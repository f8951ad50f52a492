using Doorway.Tests.Command;

namespace Doorway.Tests.Acceptance;

/// <summary>`printf 'hello\nworld\n' | doorway connect ADDRESS`, over and over.</summary>
public sealed class FilterTests : IAsyncLifetime
{
    const int AtOnce = 4;

    readonly TemporaryFolder _folder = new();
    DoorwayProcess _server = null!;

    public async ValueTask InitializeAsync() => _server = await DoorwayProcess.ServeAsync(
        "tcp://localhost:0", "udp://localhost:0",
        $"unix:{_folder.File("stream")}", $"unixgram:{_folder.File("datagram")}");

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    [InlineData("unix")]
    [InlineData("unixgram")]
    public Task Every_line_is_answered_and_the_tail_is_never_lost(string transport) =>
        RunAsync(transport, 8);

    [Theory, Trait("Category", "Soak")]
    [InlineData("tcp")]
    [InlineData("udp")]
    [InlineData("unix")]
    [InlineData("unixgram")]
    public Task Every_line_is_answered_a_hundred_times_of_a_hundred(string transport) =>
        RunAsync(transport, 100);

    async Task RunAsync(string transport, int times)
    {
        string address = transport switch
        {
            "unix" => $"unix:{_folder.File("stream")}",
            "unixgram" => $"unixgram:{_folder.File("datagram")}",
            _ => $"{transport}://localhost:{_server.Port($"{transport}://127.0.0.1")}",
        };
        await Parallel.ForAsync(
            0, times, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) =>
            {
                // A machine that is busy with other tests may well need more than a second.
                await using var client = DoorwayProcess.Start(
                    "connect", "--timeout", "20s", address);
                Assert.Equal("HELLO\nWORLD\n", await client.FilterAsync("hello\nworld\n"));
            });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}

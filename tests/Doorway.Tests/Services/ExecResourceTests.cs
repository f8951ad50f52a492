using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Doorway.Services;

namespace Doorway.Tests.Services;

/// <summary>Counts what belongs to the whole process, so nothing may run beside it.</summary>
[CollectionDefinition(nameof(ExecResourceTests), DisableParallelization = true)]
[Collection(nameof(ExecResourceTests))]
public sealed partial class ExecResourceTests
{
    [Fact]
    public async Task No_descriptor_and_no_zombie_is_left_after_200_connections()
    {
        await using ExecServer server = await ExecServer.ShellAsync("sleep 100 & exec cat");
        await ConnectAsync(server, 20);
        IReadOnlyList<string> before = OpenDescriptors();
        await ConnectAsync(server, 200);
        await Eventually.HoldsAsync(
            () => OpenDescriptors().Count <= before.Count,
            () => $"now {string.Join(' ', OpenDescriptors())}\n"
                + $"before {string.Join(' ', before)}");
        Assert.Equal(220, server.Exec.Started);
        int zombies = ProcessStat.All().Count(
            process => process.HasEnded && process.Parent == Environment.ProcessId);
        Assert.Equal(0, zombies);
    }

    static async Task ConnectAsync(ExecServer server, int count)
    {
        for (int i = 0; i < count; i++)
        {
            using TalkClient client = server.Connect();
            await client.SendAsync("x");
            if (i % 3 == 0)
            {
                client.Reset();
            }
            else
            {
                client.FinishSending();
                Assert.Equal("x", await client.ReceiveTextToEndAsync());
            }
        }

        await server.WaitUntilAllEndedAsync();
        await Eventually.HoldsAsync(() => server.Server.Counters.Open == 0);
    }

    // Each as what it is: "pipe:[123]", "socket:[456]", a file; but no library and no symbols,
    // which are loaded when they are first needed (a failed socket call takes a stack trace).
    static IReadOnlyList<string> OpenDescriptors() =>
        [.. Directory.GetFiles("/proc/self/fd")
            .Select(link => File.ResolveLinkTarget(link, false)?.FullName ?? "closed")
            .Where(name => Path.GetExtension(name) is not (".dll" or ".pdb"))];

    [Fact]
    public async Task A_program_gets_no_descriptor_but_its_three()
    {
        // One that this process was started with, as it were: dup(2) clears close-on-exec.
        int inherited = Duplicate(1);
        Assert.True(inherited > 2);
        try
        {
            await using ExecServer server = await ExecServer.ShellAsync("ls /proc/$$/fd; true");
            using var file = new FileStream(server.Folder.File("open"), FileMode.CreateNew);
            using TalkClient other = server.Connect();
            using TalkClient client = server.Connect();
            Assert.Equal("0\n1\n2\n", await client.ReceiveTextToEndAsync());
        }
        finally
        {
            Assert.Equal(0, Close(inherited));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sixty_four_MiB_through_cat_come_back_equal_with_memory_flat(bool unix)
    {
        const int Size = 64 << 20;
        await using ExecServer server = await ExecServer.StartAsync(["cat"], unix: unix);
        using TalkClient client = server.Connect();
        Task<byte[]> sending = Task.Run(async () =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var random = new Random(4714);
            byte[] piece = new byte[50_000];
            for (int left = Size; left > 0; left -= piece.Length)
            {
                random.NextBytes(piece);
                int count = Math.Min(left, piece.Length);
                hash.AppendData(piece, 0, count);
                await client.SendAsync(piece.AsMemory(0, count));
            }

            client.FinishSending();
            return hash.GetHashAndReset();
        });

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long received = 0;
        long start = 0;
        long most = 0;
        ReadOnlyMemory<byte> bytes;
        while (!(bytes = await client.ReceiveBytesAsync()).IsEmpty)
        {
            hash.AppendData(bytes.Span);
            received += bytes.Length;
            start = received < 4 << 20 ? GC.GetTotalMemory(true) : start;
            most = Math.Max(most, GC.GetTotalMemory(false));
        }

        Assert.Equal(Size, received);
        Assert.Equal(await sending, hash.GetHashAndReset());
        Assert.InRange(most - start, long.MinValue, 16 << 20);
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}

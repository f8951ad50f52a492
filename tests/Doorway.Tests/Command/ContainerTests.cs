using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Doorway.Tests.Command;

/// <summary>
/// The server as the first process of a container (pid_namespaces(7)): every orphan is its child.
/// </summary>
public sealed class ContainerTests
{
    static readonly string[] Container = ["unshare", "-p", "-f", "--mount-proc", "--kill-child"];

    [Fact]
    public async Task As_the_first_process_it_leaves_neither_orphan_nor_zombie()
    {
        await SkipWhereNoNamespaceIsToBeHadAsync();
        await using ChildProcess server = DoorwayProcess.StartUnder(
            Container, "serve", "tcp://127.0.0.1:0", "--run",
            """sh -c '(env -i true &); env -i setsid sh -c "sleep 100 &"; echo ready; cat'""");
        Match ready = await server.Errors.WaitForAsync(@"ready: .* on tcp://127\.0\.0\.1:(\d+)");
        int port = int.Parse(ready.Groups[1].Value, CultureInfo.InvariantCulture);
        for (int i = 0; i < 3; i++)
        {
            using var client = new TcpClient("127.0.0.1", port);
            using var reader = new StreamReader(client.GetStream());
            using var timer = new CancellationTokenSource(Deadline.Default);
            Assert.Equal("ready", await reader.ReadLineAsync(timer.Token));
            Assert.NotEmpty(ChildrenOfFirst(server));
            client.Client.Shutdown(SocketShutdown.Send);
            Assert.Equal("", await reader.ReadToEndAsync(timer.Token));
        }

        await Eventually.HoldsAsync(
            () => ChildrenOfFirst(server).Count == 0,
            () => string.Join('\n', ChildrenOfFirst(server)), seconds: 20);
    }

    // A zombie counts: it has no words, but it is there.
    static List<string> ChildrenOfFirst(ChildProcess namespaced)
    {
        int first = int.Parse(Assert.Single(Children(namespaced.Id)), CultureInfo.InvariantCulture);
        return [.. Children(first)];
    }

    static IEnumerable<string> Children(int process)
    {
        foreach (string task in Directory.GetDirectories($"/proc/{process}/task"))
        {
            string[] found = [];
            try
            {
                found = File.ReadAllText(Path.Combine(task, "children")).Split(
                    ' ', StringSplitOptions.RemoveEmptyEntries);
            }
            catch (IOException)
            {
                // The thread has just ended.
            }

            foreach (string child in found)
            {
                yield return child;
            }
        }
    }

    static async Task SkipWhereNoNamespaceIsToBeHadAsync()
    {
        await using ChildProcess look = ChildProcess.Start(Container[0], [.. Container[1..], "true"]);
        int code = await look.WaitForExitAsync();
        Assert.SkipWhen(code != 0, $"No process namespace here: {look.Errors.Text.Trim()}");
    }
}

using Doorway.Services;

namespace Doorway.Tests;

/// <summary>Since when a session waits, as the one who closes those that wait too long sees it.
/// </summary>
public sealed class SessionClockTests
{
    [Fact]
    public async Task A_peer_that_reads_never_seems_to_have_stopped_long_ago()
    {
        var session = new ServiceSession(ToUpper.Instance);
        session.Open(new FakeStreamSocket(session) { Room = 0 });
        session.Send("x"u8);
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var reading = Task.Run(() =>
        {
            while (!over.IsCancellationRequested)
            {
                session.Sent(0);
            }
        });
        long longest = 0;
        while (!over.IsCancellationRequested)
        {
            longest = Math.Max(longest, Environment.TickCount64 - session.WaitsSince);
        }

        await reading.InTime();
        Assert.InRange(longest, 0, 1_500);
    }
}

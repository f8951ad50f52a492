using Doorway.Cli;
using Doorway.Cli.Checks;
using Doorway.Cli.Terminal;

namespace Doorway.Tests.Command;

/// <summary>A fault of Doorway's own is never taken for one of the checked program.</summary>
public sealed class OwnFaultTests
{
    [Theory]
    [InlineData(typeof(InvalidOperationException), "a fault of its own, please report it")]
    [InlineData(typeof(IOException), "FAILED ")]
    public async Task It_has_an_exit_code_of_its_own_and_a_line(Type fault, string line)
    {
        using var said = new StringWriter();
        var notices = new Notices(() => said, quiet: true, () => Color.None);
        Assert.Equal(4, await OwnFault.CatchAsync(
            notices, () => throw (Exception)Activator.CreateInstance(fault, "the disk is full")!));
        Assert.StartsWith($"doorway: {line}", said.ToString());
        Assert.Contains("the disk is full", said.ToString());
    }

    [Fact]
    public async Task Wrong_use_is_no_fault()
    {
        var notices = new Notices(() => TextWriter.Null, quiet: true, () => Color.None);
        await Assert.ThrowsAsync<UsageException>(
            () => OwnFault.CatchAsync(notices, () => throw new UsageException("write 30s")));
    }

    [Fact]
    public void What_a_home_thread_does_is_done_when_it_returns()
    {
        int ran = 0;
        HomeThread.Run(() => ran = Environment.CurrentManagedThreadId);
        Assert.Equal(ran, HomeThread.Run(() => Environment.CurrentManagedThreadId));
        Assert.NotEqual(ran, Environment.CurrentManagedThreadId);
        Assert.Throws<FormatException>(() => HomeThread.Run(() => throw new FormatException()));
    }
}

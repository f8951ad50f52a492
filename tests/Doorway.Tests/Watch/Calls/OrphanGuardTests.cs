using System.Diagnostics;
using Doorway.Tests.Command;
using Doorway.Watch.Calls;

namespace Doorway.Tests.Watch.Calls;

/// <summary>That we are killed is no different for it from closing its input.</summary>
public sealed class OrphanGuardTests
{
    [Fact]
    public void What_was_marked_is_ended_with_its_children_and_nothing_else_is()
    {
        var guard = new OrphanGuard();
        var start = new ProcessStartInfo("sh", ["-c", "sleep 60 & echo; sleep 60"])
        {
            RedirectStandardOutput = true,
        };
        using Process other = Process.Start("sleep", "60");
        guard.Mark(start);
        using Process marked = Process.Start(start)!;
        marked.StandardOutput.ReadLine();
        guard.Start();
        Assert.False(marked.HasExited);
        guard.Dispose();
        Assert.True(marked.WaitForExit(Deadline.Default));
        Assert.Equal("", marked.StandardOutput.ReadToEnd());
        Assert.False(other.HasExited);
        other.Kill();
    }
}

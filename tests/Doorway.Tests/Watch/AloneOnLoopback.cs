using Doorway.Check;

namespace Doorway.Tests.Watch;

/// <summary>A network with nobody else's frames, for what hears frames.</summary>
static class AloneOnLoopback
{
    /// <summary>Runs on a thread that is in a network of its own; the whole test once more where
    /// that takes namespaces of the user's own; skips where there can be none.</summary>
    public static async Task RunAsync(Action body)
    {
        if (await TestsInside.HasRunAsync())
        {
            return;
        }

        string reason = "";
        Isolation isolation = Isolation.Choose(null, line => reason = line);
        Assert.SkipUnless(isolation.IsIsolated, reason);
        isolation.Run<object?>(_ =>
        {
            body();
            return null;
        });
    }
}

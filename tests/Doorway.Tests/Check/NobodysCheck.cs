using System.Runtime.Versioning;
using System.Text.Json;
using Doorway.Check;
using Doorway.Cli.Checks;
using Doorway.Tests.Command;

namespace Doorway.Tests.Check;

/// <summary>
/// The command <c>doorway check</c> as somebody who is not root runs it: as uid 65534 where we are
/// root, else as ourselves. It begins once more in a user namespace, and isolates its cases there.
/// </summary>
[SupportedOSPlatform("linux")]
static class NobodysCheck
{
    static readonly string[] Starter = Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", "TMPDIR=/tmp"]
        : ["env"];

    static readonly Lazy<Task<string?>> Refusal = new(AskAsync);

    /// <summary>Skips the test where this machine lets root alone make namespaces.</summary>
    public static async Task SkipUnlessAllowedAsync()
    {
        if (await Refusal.Value is { } reason)
        {
            Assert.Skip($"no user namespaces here: {reason}");
        }
    }

    /// <summary>What the command finds.</summary>
    public static async Task<MutantVerdict> RunAsync(CheckPlan plan)
    {
        await using ChildProcess run = DoorwayProcess.StartUnder(Starter, [.. Arguments(plan)]);
        int code = await run.WaitForExitAsync(plan.TotalTime + Deadline.Default);
        string all = run.Output.Text + run.Errors.Text;
        Assert.True(code is 0 or 1 or 3, all);
        using JsonDocument document = JsonDocument.Parse(run.Output.Text);
        Assert.True(document.RootElement.GetProperty("isolated").GetBoolean(), all);
        return MutantVerdict.Read(document.RootElement);
    }

    static IEnumerable<string> Arguments(CheckPlan plan) =>
    [
        "check", CheckWords.Of(plan.Role),
        "--run", string.Join(' ', plan.Command!.Select(word => $"'{word}'")),
        .. plan.Address is { } address ? [$"{address}"] : (string[])[],
        .. plan.Profile is { } profile ? ["--profile", CheckWords.Of(profile)] : (string[])[],
        "--case-timeout", $"{plan.CaseTime.TotalSeconds}s",
        "--timeout", $"{plan.TotalTime.TotalSeconds}s",
        "--json",
    ];

    // All the kinds that a case needs.
    static async Task<string?> AskAsync()
    {
        string[] command = [.. Starter, "unshare", "-Urnmp", "--fork", "--mount-proc", "true"];
        await using ChildProcess probe = ChildProcess.Start(command[0], command[1..]);
        int code = await probe.WaitForExitAsync();
        return code == 0 ? null : probe.Errors.Text.Trim();
    }
}

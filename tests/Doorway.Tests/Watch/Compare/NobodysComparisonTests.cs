using System.Runtime.Versioning;

namespace Doorway.Tests.Watch.Compare;

/// <summary>
/// Some of <see cref="ComparisonTests"/> as somebody runs them who is not root (uid 65534): frames
/// are heard in namespaces of the user's own.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class NobodysComparisonTests
{
    static readonly string[] Nobody =
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];

    static readonly string[] Some = ["tcp", "refused udp"];

    [Fact]
    public async Task Frames_are_those_of_tshark_without_being_root()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "the comparisons themselves tell");
        TestsInside.Results results = await TestsInside.RunAsync(
            $"{typeof(ComparisonTests).FullName}."
                + nameof(ComparisonTests.Frames_are_those_of_tshark_and_all_belong_to_one_flow),
            Nobody, [$"{ComparisonTests.NamesVariable}={string.Join(',', Some)}"]);
        Assert.SkipWhen(results.Refusal is not null, $"no namespaces here: {results.Refusal}");
        results.RequireAll();
        Assert.Equal(Some.Length, results.Passed);
    }
}

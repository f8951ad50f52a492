using System.Collections.Concurrent;
using System.Xml.Linq;
using Doorway.Tests.Command;
using Doorway.Watch;

namespace Doorway.Tests.Watch;

/// <summary>
/// Tests that hear frames, run by a user who may not: once more, by another test host inside a user
/// and a network namespace (unshare(1)), on whose loopback everything may be heard.
/// </summary>
static class TestsInside
{
    const string Variable = "DOORWAY_TESTS_INSIDE";

    static readonly ConcurrentDictionary<string, Task<Results>> Runs = new();

    static bool IsInside => Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>
    /// Runs the calling test inside where it could not be run here; its failure is this one's. All
    /// cases of a theory run there together.
    /// </summary>
    /// <returns>Whether it has run.</returns>
    public static async Task<bool> HasRunAsync()
    {
        if (!OperatingSystem.IsLinux() || IsInside || FrameSource.Obstacle() is null)
        {
            return false;
        }

        ITestContext context = TestContext.Current;
        string method = $"{context.TestClass!.TestClassName}.{context.TestMethod!.MethodName}";
        Results results = await Runs.GetOrAdd(method, name => RunAsync(name, [], []));
        Assert.SkipWhen(results.Refusal is not null, $"no namespaces here: {results.Refusal}");
        results.Require(context.Test!.TestDisplayName);
        return true;
    }

    /// <summary>Runs a method's tests inside.</summary>
    /// <param name="method">Its class, a point and its name.</param>
    /// <param name="starter">What starts the test host: a program with its arguments.</param>
    /// <param name="variables">Variables of that test host: "NAME=value".</param>
    public static async Task<Results> RunAsync(
        string method, string[] starter, string[] variables)
    {
        using var folder = new TemporaryFolder();
        if (!OperatingSystem.IsWindows())
        {
            // Its user may be another.
            File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_111_111);
        }

        string report = folder.File("report.xml");
        string[] room = [.. starter, "unshare", "--user", "--map-root-user", "--net", "--"];
        await using (var probe = ChildProcess.Start(room[0], [.. room[1..], "true"]))
        {
            if (await probe.WaitForExitAsync() != 0)
            {
                return new(probe.Errors.Text.Trim(), null);
            }
        }

        string[] command =
        [
            .. room, "env", $"TMPDIR={folder.Path}", $"HOME={folder.Path}", $"{Variable}=1",
            .. variables, "sh", "-c", "ip link set lo up && exec \"$0\" \"$@\"",
            DoorwayProcess.Dotnet, "exec", typeof(TestsInside).Assembly.Location,
            "-noLogo", "-noColor", "-method", method, "-xml", report,
        ];
        await using var run = ChildProcess.Start(command[0], command[1..]);
        await run.WaitForExitAsync(Deadline.Build);
        Assert.True(File.Exists(report), run.Output.Text + run.Errors.Text);
        return new(null, XDocument.Load(report));
    }

    /// <summary>What became of the tests.</summary>
    /// <param name="Refusal">Why they could not be run; null where they were.</param>
    /// <param name="Report">What the test host says of them.</param>
    public sealed record Results(string? Refusal, XDocument? Report)
    {
        /// <summary>How many have passed.</summary>
        public int Passed => Report!.Descendants("test").Count(
            test => (string?)test.Attribute("result") == "Pass");

        /// <summary>Requires that a test has passed.</summary>
        public void Require(string name)
        {
            XElement test = Report!.Descendants("test").Single(test => NameOf(test) == name);
            string? result = (string?)test.Attribute("result");
            Assert.SkipWhen(result == "Skip", $"inside: {test.Value.Trim()}");
            Assert.True(result == "Pass", $"inside: {test.Value}");
        }

        /// <summary>Requires that none has failed or was left out.</summary>
        public void RequireAll() => Assert.All(
            Report!.Descendants("test"), test => Require(NameOf(test)));

        // Quotation marks in it are written as in C#.
        static string NameOf(XElement test) =>
            ((string)test.Attribute("name")!).Replace("\\\"", "\"");
    }
}

using System.Diagnostics;

namespace Doorway.Tests.Text;

/// <summary>
/// The tests of the vector variant again, on processors that lack the widest vectors or have none:
/// each in a process where the runtime's own settings turn them off.
/// </summary>
public sealed class VectorWidthTests
{
    const string Allowed = "DOORWAY_TEST_VECTOR_BITS";

    internal static string? AllowedBits => Environment.GetEnvironmentVariable(Allowed);

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    public async Task The_answer_is_the_same_on_narrower_vectors(string setting, int bits)
    {
        Type[] classes = [typeof(SimdTests), typeof(ScriptTests)];
        int facts = classes.SelectMany(each => each.GetMethods()).Count(
            method => method.IsDefined(typeof(FactAttribute), inherit: false));
        string host = Environment.ProcessPath!;
        string[] tests =
        [
            .. classes.SelectMany(each => new[] { "-class", each.FullName! }),
            "-explicit", "on", "-noColor", "-noLogo",
        ];
        bool runByDotnet = Path.GetFileNameWithoutExtension(host) == "dotnet";
        string[] run = runByDotnet ? ["exec", typeof(VectorWidthTests).Assembly.Location] : [];
        ProcessStartInfo start = new(host, [.. run, .. tests]) { RedirectStandardOutput = true };
        start.Environment[setting] = "0";
        start.Environment[Allowed] = bits.ToString();

        using CancellationTokenSource deadline = new(TimeSpan.FromMinutes(4));
        using Process child = Process.Start(start)!;
        try
        {
            string said = await child.StandardOutput.ReadToEndAsync(deadline.Token);
            await child.WaitForExitAsync(deadline.Token);
            Assert.True(child.ExitCode == 0, said);
            Assert.Contains($"Total: {facts}, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0", said);
        }
        finally
        {
            if (!child.HasExited) child.Kill();
        }
    }
}

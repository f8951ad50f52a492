using System.Text.RegularExpressions;
using Doorway.Tests.Command;

namespace Doorway.Tests.Documents;

/// <summary>The programs in samples/ do what they say.</summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task Rot13_answers(string transport)
    {
        string program = Path.Combine(
            AppContext.BaseDirectory.Replace("tests/Doorway.Tests", "samples/Rot13"), "Rot13.dll");
        await using ChildProcess sample = ChildProcess.Start(
            DoorwayProcess.Dotnet, ["exec", program, $"{transport}://127.0.0.1:0"]);
        Match ready = await sample.Output.WaitForAsync("^ready on (.*)$");
        await using var client = DoorwayProcess.Start(
            "connect", "--timeout", "20s", ready.Groups[1].Value);
        Assert.Equal("Uryyb, NZ!\nUryyb\n", await client.FilterAsync("Hello, AM!\nHello\n"));
        sample.CloseInput();
        Assert.Equal(0, await sample.WaitForExitAsync());
    }
}

using Doorway.Check;
using Doorway.Tests.Command;

namespace Doorway.Tests.Check;

/// <summary>The textbook's programs pass every MUST; our own server yields nothing at all.</summary>
public sealed class TextbookCheckTests
{
    [Theory]
    [InlineData("tcp_server.py", "tcp", CheckProfile.Textbook)]
    [InlineData("udp_server.py", "udp", CheckProfile.Textbook)]
    [InlineData("greeting_server.py", "tcp", CheckProfile.Greeting)]
    [InlineData("two_way_server.py", "tcp", CheckProfile.TwoWay)]
    [InlineData("forking_server.py", "tcp", CheckProfile.Loop)]
    public Task A_textbook_server_passes_every_must(
        string program, string transport, CheckProfile profile)
    {
        int port = FreePorts.Next();
        return PassesAsync(
            CheckRole.Server, program, $"{transport}://:{port}", profile, $"{port}");
    }

    [Theory]
    [InlineData("tcp_client.py", "tcp", CheckProfile.Textbook)]
    [InlineData("udp_client.py", "udp", CheckProfile.Textbook)]
    [InlineData("greeting_client.py", "tcp", CheckProfile.Greeting)]
    [InlineData("two_way_client.py", "tcp", CheckProfile.TwoWay)]
    public Task A_textbook_client_passes_every_must(
        string program, string transport, CheckProfile profile)
    {
        int port = FreePorts.Next();
        return PassesAsync(
            CheckRole.Client, program, $"{transport}://:{port}", profile, "localhost", $"{port}");
    }

    // Told nothing but the command, it is found out where and what the program is.
    static async Task PassesAsync(
        CheckRole role, string program, string address, CheckProfile profile,
        params string[] arguments)
    {
        (CheckReport report, string text) = await MutantTests.RunAsync(new CheckPlan
        {
            Role = role,
            Command = [Programs.Python, Path.Combine(Programs.Peers, program), .. arguments],
            Address = Address.Parse(address),
            CaseTime = TimeSpan.FromSeconds(20),
            TotalTime = Deadline.Long,
        });
        Assert.True(report.IsRight, text);
        Assert.Equal(profile, report.Traits?.Profile);
        Assert.DoesNotContain(report.Results, one => one.Outcome == CaseOutcome.Broken);
    }

    [Theory, InlineData("tcp"), InlineData("udp")]
    public async Task Our_own_server_yields_nothing_at_all(string transport)
    {
        string address = $"{transport}://:{FreePorts.Next()}";
        string command = Path.Combine(AppContext.BaseDirectory, "Doorway.Cli.dll");
        (CheckReport report, string text) = await MutantTests.RunAsync(new CheckPlan
        {
            Role = CheckRole.Server,
            Command = [Programs.Find("dotnet"), command, "serve", address],
            Address = Address.Parse(address),
            CaseTime = TimeSpan.FromSeconds(20),
            TotalTime = Deadline.Long,
        });
        Assert.True(report is { NotStarted: null, Traits.Mute: null }, text);
        Assert.True(
            report.Results.All(one => one.Outcome
                is CaseOutcome.Passed or CaseOutcome.Skipped), text);
    }
}

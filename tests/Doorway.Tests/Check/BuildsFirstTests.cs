using Doorway.Check;

namespace Doorway.Tests.Check;

/// <summary>What is said of commands that build before they run.</summary>
public sealed class BuildsFirstTests
{
    [Theory]
    [InlineData("dotnet run --project server", "dotnet build")]
    [InlineData("go run server.go", "go build")]
    [InlineData("/usr/bin/java Server.java", "javac Server.java")]
    [InlineData("cargo run", "cargo build")]
    public void What_builds_at_each_start_is_told_what_to_run_instead(string command, string says) =>
        Assert.Contains(says, BuildsFirst.Advice(command.Split(' ')));

    [Theory]
    [InlineData("dotnet Server.dll")]
    [InlineData("java -cp out Server")]
    [InlineData("java Server")]
    [InlineData("python3 server.py")]
    [InlineData("./server")]
    public void What_is_built_is_left_alone(string command) =>
        Assert.Null(BuildsFirst.Advice(command.Split(' ')));
}

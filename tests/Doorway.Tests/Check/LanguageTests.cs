using Doorway.Check;
using Doorway.Tests.Command;

namespace Doorway.Tests.Check;

/// <summary>What a program is written in is told by its command, or by its file.</summary>
public sealed class LanguageTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("python3.11 -u server.py 12000", Language.Python)]
    [InlineData("timeout 20 java -cp . TCPServer", Language.Java)]
    [InlineData("npm start", Language.JavaScript)]
    [InlineData("dotnet run", Language.CSharp)]
    [InlineData("go run .", Language.Go)]
    [InlineData("cargo run", Language.Rust)]
    [InlineData("./server 12000", Language.Unknown)]
    [InlineData("", Language.Unknown)]
    public void The_command_tells_it(string command, Language language) =>
        Assert.Equal(language, Languages.Of(command.Split(' '), _folder.Path));

    [Theory]
    [InlineData("good/udp_server.c", Language.C)]
    [InlineData("good/udp_server.go", Language.Go)]
    [InlineData("good/udp_server.rs", Language.Rust)]
    public async Task A_compiled_program_tells_it(string source, Language language)
    {
        string program = (await MutantBuilds.CommandAsync(source))[0];
        File.Copy(program, _folder.File("a.out"));
        Assert.Equal(language, Languages.Of(["./a.out", "12000"], _folder.Path));
        Assert.Equal(language, Languages.Of(["timeout", "9", "./a.out"], _folder.Path));
        Assert.Equal(Language.Unknown, Languages.Of(["./a.out"], Path.GetTempPath()));
    }

    [Fact]
    public void The_host_of_a_NET_program_tells_it()
    {
        string host = Path.Combine(AppContext.BaseDirectory, "Doorway.Tests");
        Assert.SkipUnless(File.Exists(host), "the tests were built without a host");
        File.Copy(host, _folder.File("server"));
        Assert.Equal(Language.CSharp, Languages.Of(["./server"], _folder.Path));
    }

    [Theory]
    [InlineData("#!/usr/bin/env python3\nimport socket\n", Language.Python)]
    [InlineData("#! /usr/bin/node\n", Language.JavaScript)]
    [InlineData("#!/usr/bin/env -S java --source 17\n", Language.Java)]
    [InlineData("#!/bin/sh\n# not node\ncd src && exec python3 server.py \"$@\"\n",
        Language.Python)]
    [InlineData("#!/bin/bash\ngcc -o server server.c\n./server $1\n", Language.C)]
    [InlineData("#!/bin/sh\necho python3\n", Language.Unknown)]
    [InlineData("#!", Language.Unknown)]
    [InlineData("python3\n", Language.Unknown)]
    public void A_script_tells_it(string text, Language language)
    {
        File.WriteAllText(_folder.File("run"), text);
        Assert.Equal(language, Languages.Of(["./run"], _folder.Path));
        Assert.Equal(language, Languages.Of(["sh", "run"], _folder.Path));
    }

    [Fact]
    public void A_source_beside_tells_it_unless_there_are_two()
    {
        File.WriteAllText(_folder.File("server.go"), "package main\n");
        Assert.Equal(Language.Go, Languages.Of(["./server"], _folder.Path));
        File.WriteAllText(_folder.File("server.py"), "");
        Assert.Equal(Language.Unknown, Languages.Of(["./server"], _folder.Path));
    }

    [Fact]
    public void A_mark_across_two_reads_is_seen()
    {
        byte[] program = new byte[(1 << 20) + 64];
        "\u007fELF"u8.CopyTo(program);
        "/rustc/"u8.CopyTo(program.AsSpan((1 << 20) - 3));
        File.WriteAllBytes(_folder.File("server"), program);
        Assert.Equal(Language.Rust, Languages.Of(["./server"], _folder.Path));
    }
}

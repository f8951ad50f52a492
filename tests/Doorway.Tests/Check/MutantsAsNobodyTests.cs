using System.Runtime.Versioning;
using Doorway.Check;

namespace Doorway.Tests.Check;

/// <summary>
/// What is found does not depend on who checks: the verdicts of <see cref="MutantTests"/>, by a
/// command that is not root's. Some programs in the plain run, all of them in the soak.
/// </summary>
[Collection(nameof(MutantTests))]
[SupportedOSPlatform("linux")]
public sealed class MutantsAsNobodyTests
{
    // Each language, part and transport; and what meets a limit, a user, a file or a process.
    static readonly string[] Slice =
    [
        "tcp_server.py", "udp_client.py", "good/udp_client.c", "good/UdpServer.java",
        "good/tcp_client_line.js", "good/udp_client.go", "good/tcp_client.rs",
        "good/csharp/UdpAsker.cs",
        "bad/leaks_log_files.py", "bad/program_children.py", "bad/program_needs_input.py",
        "bad/program_no_port.py", "bad/program_start.py", "bad/program_wrong_transport.py",
        "bad/spins_at_the_end.py", "bad/tcp_client_wrong_port.py", "bad/udp_client_htons.c",
        "bad/udp_client_stranger.py",
    ];

    static readonly MutantQueue SomeQueue =
        new(() => Slice.Where(Mutant.IsAskedFor), CheckAsync);

    static readonly MutantQueue Queue = new(
        () => RightPrograms.Names.Where(Mutant.IsAskedFor)
            .Concat(Mutant.Names("good")).Concat(Mutant.Names("bad")),
        CheckAsync);

    public static TheoryData<string> Some => [.. Slice.Where(Mutant.IsAskedFor)];

    public static TheoryData<string> All =>
    [
        .. RightPrograms.Names.Where(Mutant.IsAskedFor),
        .. Mutant.Names("good"), .. Mutant.Names("bad"),
    ];

    [Theory, MemberData(nameof(Some))]
    public Task The_verdict_is_that_of_root(string name) => RequireAsync(SomeQueue, name);

    [Theory, MemberData(nameof(All)), Trait("Category", "Soak")]
    public Task Every_verdict_is_that_of_root(string name) => RequireAsync(Queue, name);

    static async Task RequireAsync(MutantQueue queue, string name)
    {
        await NobodysCheck.SkipUnlessAllowedAsync();
        MutantVerdict verdict = await queue.CheckAsync(name);
        if (name.Contains('/'))
        {
            verdict.Require(Mutant.Read(name));
        }
        else if (RightPrograms.OwnNames.Contains(name))
        {
            verdict.RequireNone(Enum.GetValues<CheckLevel>());
        }
        else
        {
            verdict.RequireNone(CheckLevel.Must);
        }
    }

    static async Task<MutantVerdict> CheckAsync(string name) =>
        await NobodysCheck.RunAsync(name.Contains('/')
            ? await Mutant.Read(name).PlanAsync() : RightPrograms.Plan(name));
}

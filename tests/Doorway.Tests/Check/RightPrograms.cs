using Doorway.Check;
using Doorway.Tests.Command;

namespace Doorway.Tests.Check;

/// <summary>
/// The programs to be checked that have no header: the textbook's, which must pass every MUST, and
/// our own servers, which must yield nothing at all.
/// </summary>
static class RightPrograms
{
    static readonly (string Name, CheckRole Role, string Transport, CheckProfile Profile)[]
        Textbook =
        [
            ("tcp_server.py", CheckRole.Server, "tcp", CheckProfile.Textbook),
            ("udp_server.py", CheckRole.Server, "udp", CheckProfile.Textbook),
            ("greeting_server.py", CheckRole.Server, "tcp", CheckProfile.Greeting),
            ("two_way_server.py", CheckRole.Server, "tcp", CheckProfile.TwoWay),
            ("forking_server.py", CheckRole.Server, "tcp", CheckProfile.Loop),
            ("tcp_client.py", CheckRole.Client, "tcp", CheckProfile.Textbook),
            ("udp_client.py", CheckRole.Client, "udp", CheckProfile.Textbook),
            ("greeting_client.py", CheckRole.Client, "tcp", CheckProfile.Greeting),
            ("two_way_client.py", CheckRole.Client, "tcp", CheckProfile.TwoWay),
        ];

    /// <summary>The textbook's, by their files in tests/peers.</summary>
    public static IEnumerable<string> TextbookNames => Textbook.Select(one => one.Name);

    /// <summary>Our own, named by what they serve.</summary>
    public static IEnumerable<string> OwnNames => ["serve tcp", "serve udp"];

    /// <summary>All of them.</summary>
    public static IEnumerable<string> Names => OwnNames.Concat(TextbookNames);

    /// <summary>What the textbook's program is.</summary>
    public static CheckProfile Profile(string name) =>
        Textbook.Single(one => one.Name == name).Profile;

    /// <summary>How one is checked; what it is is left to be found out.</summary>
    public static CheckPlan Plan(string name)
    {
        int port = FreePorts.Next();
        if (OwnNames.Contains(name))
        {
            string address = $"{name.Split(' ')[1]}://:{port}";
            return Plan(CheckRole.Server, address,
            [
                Programs.Find("dotnet"), Path.Combine(AppContext.BaseDirectory, "Doorway.Cli.dll"),
                "serve", address,
            ]);
        }

        (_, CheckRole role, string transport, _) = Textbook.Single(one => one.Name == name);
        string[] server = role == CheckRole.Client ? ["localhost"] : [];
        return Plan(role, $"{transport}://:{port}",
            [Programs.Python, Path.Combine(Programs.Peers, name), .. server, $"{port}"]);
    }

    static CheckPlan Plan(CheckRole role, string address, string[] command) => new()
    {
        Role = role,
        Command = command,
        Address = Address.Parse(address),
        CaseTime = TimeSpan.FromSeconds(20),
        TotalTime = Deadline.Long,
    };
}

namespace Doorway.Tests.Command;

/// <summary>A program that isn't ours, at the other end of the socket.</summary>
sealed class PeerProcess : ChildProcess
{
    PeerProcess(string program, IEnumerable<string> arguments) : base(program, arguments, null)
    {
    }

    /// <summary>A Python program of tests/peers, its output unbuffered.</summary>
    public static PeerProcess Python(string script, params IEnumerable<object> arguments) =>
        new(Programs.Python, [
            "-u", Path.Combine(Programs.Peers, script), .. arguments.Select(a => $"{a}")]);

    /// <summary>A C program of tests/peers, compiled on first use.</summary>
    public static async Task<PeerProcess> CAsync(
        string source, params IEnumerable<object> arguments) =>
        new(await CompiledPeers.FindAsync(source), arguments.Select(a => $"{a}"));

    /// <summary>An installed program by its name, as in Run("socat", ...).</summary>
    public static PeerProcess Run(string program, params IEnumerable<object> arguments) =>
        new(Programs.Find(program), arguments.Select(a => $"{a}"));
}

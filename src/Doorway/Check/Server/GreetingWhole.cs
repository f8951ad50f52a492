using System.Text;

namespace Doorway.Check.Server;

/// <summary>Every client gets the whole greeting.</summary>
sealed class GreetingWhole : CheckCase
{
    const int Clients = 3;

    public override string Id => "tcp/greeting/whole";

    public override string Title => "Greets its clients differently";

    public override string Requirement => "Every client gets the whole greeting.";

    public override string Source =>
        "RFC 9293 3.4.1 (a connection is defined by a pair of sockets)";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Greeting) ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "What a server does for its first client it does for all. A greeting that gets "
            + "shorter, or is missing for the second client, comes from something that is used up, "
            + "such as a file or an iterator that was read to its end.",
        How = "Three clients come, one after another, and read to the end of the stream. The "
            + "greetings have the same length, give or take what names the client or the time: at "
            + "least half of the longest.",
        Causes = ["What is sent is read from something that has an end, before the loop."],
        Fix = "Make the greeting inside the loop, or keep it in a variable that nothing changes.",
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        var greetings = new List<byte[]>();
        for (int i = 0; i < Clients; i++)
        {
            if (OrdinaryClient.TryConnect(trial) is not { } peer)
            {
                return Verdict.Skipped($"it fails at something simpler: {new OneClientOnly().Id}");
            }

            using (peer)
            {
                greetings.Add(peer.ReadAll().Bytes);
            }
        }

        // A server that has gone leaves the others with nothing.
        if (OrdinaryClient.Gone(trial) is not null || greetings[0].Length == 0)
        {
            return Verdict.Skipped("it does not greet one client after another");
        }

        byte[] longest = greetings.MaxBy(greeting => greeting.Length)!;
        byte[] shortest = greetings.MinBy(greeting => greeting.Length)!;
        return shortest.Length >= longest.Length / 2
            ? Verdict.Passed
            : Verdict.Failed(
                $"Three clients came, and got {string.Join(", ", greetings.Select(one =>
                    $"{one.Length} bytes"))}. The longest: {Encoding.UTF8.GetString(longest)}",
                new Evidence.Difference(longest, shortest));
    }
}

namespace Doorway.Check.Client.Tcp;

/// <summary>The program ends without a word when it could not connect.</summary>
sealed class RefusedSilently : RefusedCase
{
    public override string Id => "tcp/client/refused-silently";

    public override string Title => "Says nothing when the server is absent";

    public override string Requirement => "A program that can't connect says so.";

    public override string Source => "perror(3); connect(2), ECONNREFUSED";

    protected override CheckLevel? LevelOf(CheckProfile profile) => CheckLevel.Should;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The person sees the prompt again and knows nothing: was it sent, did the server "
            + "say nothing, is it the wrong port?",
        How = "The program is started while nobody listens at the port, and what it prints is "
            + "compared with what it prints when all goes well.",
        Causes = ["The error is caught, and nothing is printed."],
        Fix = "Print to the standard error what failed, with the host and the port.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "sys.exit(f\"no connection to {host}:{port}: {error}\")",
            [Language.Java] = "System.err.println(\"no server at \" + host + \":\" + port);",
            [Language.C] = "perror(\"connect\");",
        },
    };

    protected override Verdict Judge(Trial trial, Subject client)
    {
        if (client.Exit is not { Signal: 0 } || client.Errors.Total > 0)
        {
            return Verdict.Passed;
        }

        var good = new TcpTalk(trial);
        good.Once("is anybody there");
        good.End();
        return !good.Client.Output.Text.StartsWith(
            client.Output.Text.TrimEnd(), StringComparison.Ordinal)
            ? Verdict.Passed
            : Verdict.Failed(
                $"Nobody listened at the port; the program {client.Exit} and said nothing of it.");
    }
}

namespace Doorway.Check.Client.Tcp;

/// <summary>The program connects, and what is typed never comes.</summary>
sealed class NothingSent : TcpClientCase
{
    public override string Id => "tcp/client/nothing-sent";

    public override string Title => "Sends nothing of what is typed";

    public override string Requirement => "A typed line is sent to the server.";

    public override string Source => "send(2); fflush(3)";

    protected override CheckLevel? LevelOf(CheckProfile profile) =>
        profile == CheckProfile.Greeting ? null : CheckLevel.Must;

    internal override bool NeedsAnswer => false;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The server waits for the question, and the client for the answer: nothing moves "
            + "any more.",
        How = "A line is typed, and the server waits for it on the connection.",
        Causes =
        [
            "The text stays in an output buffer that is not flushed.",
            "The program fails before it sends.",
            "It waits for the server to speak first.",
        ],
        Fix = "Send at once: flush after writing, and look at the standard error for a failure.",
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "A str is sent without encode (TypeError: a bytes-like object is "
                + "required), or makefile(\"w\") is not flushed.",
            [Language.Java] = "A PrintWriter or BufferedWriter is not flushed.",
            [Language.C] = "fprintf to an fdopen stream is not flushed.",
            [Language.CSharp] = "A StreamWriter is not flushed: AutoFlush is false.",
        },
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "client_socket.sendall(sentence.encode())",
            [Language.Java] = "new PrintWriter(socket.getOutputStream(), true) // flushes lines",
            [Language.C] = "fflush(stream);",
            [Language.CSharp] = "new StreamWriter(stream) { AutoFlush = true }",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        if (trial.Traits.Look is { Questions: not null })
        {
            return Verdict.Skipped(trial.Traits.Mute!);
        }

        if (trial.Traits.Look is { Turned: not null })
        {
            return Verdict.Skipped("it does not connect: see tcp/client/wrong-destination");
        }

        var talk = new TcpTalk(trial);
        if (talk.TryAsk("is anybody there") is not null)
        {
            return Verdict.Passed;
        }

        _ = talk.Peer;
        return Verdict.Failed(
            "The program connected, a line was typed, and 0 bytes came"
                + (talk.Client.Exit is { } exit ? $": it {exit}." : "; it waits."));
    }
}

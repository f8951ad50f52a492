namespace Doorway.Check.Client.Tcp;

/// <summary>The answer comes, and the person never sees it.</summary>
sealed class NotShown : ShownCase
{
    public override string Id => "tcp/client/not-shown";

    public override string Title => "Does not show the answer";

    public override string Requirement =>
        "What the server answers is printed on the standard output.";

    public override string Source => "stdout(3); recv(2)";

    protected override CheckLevel? LevelOf(CheckProfile profile) => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The answer is what the person asked for. A client that receives it and prints "
            + "nothing, or prints something else, looks as if the server were broken.",
        How = "A line is typed, the server answers it with other words, and the standard output is "
            + "searched for them until the program has ended. What stands around them does not "
            + "matter.",
        Causes =
        [
            "The answer is received and never printed.",
            "The wrong variable is printed: the question, or what send returned.",
            "The line is changed by the client itself, and that is printed.",
            "The program fails between receiving and printing.",
            "The text stays in an output buffer, because the program does not end normally.",
        ],
        Fix = "Print what recv returned, as text. Flush the output if the program goes on.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                answer = client_socket.recv(1024)
                print("From server:", answer.decode())
                """,
            [Language.Java] = """
                String answer = in.readLine();
                System.out.println("From server: " + answer);
                """,
            [Language.C] = """
                ssize_t length = recv(client, answer, sizeof answer, 0);
                printf("From server: %.*s\n", (int)length, answer);
                """,
        },
    };

    // No client comes upon these words by itself. They are as many as were typed: some count.
    private protected override string Answer(TcpTalk talk)
    {
        if (talk.IsGreeted)
        {
            return base.Answer(talk);
        }

        const string answer = "WORDS OF THE SERVER OWN";
        talk.Ask(Line);
        talk.Answer(answer);
        return answer;
    }

    protected override Verdict Judge(Subject client, Sighting seen, string answer) =>
        seen.As != Shown.Nothing
            ? Verdict.Passed
            : Verdict.Failed(
                $"The server answered '{answer}', and the program printed "
                    + (client.Output.Total == 0 ? "nothing." : "something else."),
                Output(client));
}

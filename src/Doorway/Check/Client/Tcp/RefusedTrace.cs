namespace Doorway.Check.Client.Tcp;

/// <summary>The person gets a stack trace when the program could not connect.</summary>
sealed class RefusedTrace : RefusedCase
{
    public override string Id => "tcp/client/refused-trace";

    public override string Title => "Prints a stack trace when the server is absent";

    public override string Requirement =>
        "A program that can't connect says so in a sentence for the person who uses it.";

    public override string Source => "connect(2), ECONNREFUSED (an expected error)";

    protected override CheckLevel? LevelOf(CheckProfile profile) => CheckLevel.Note;

    public override Explanation Explanation { get; } = new()
    {
        Why = "That a server is absent is no fault of the program, and happens every day. A stack "
            + "trace tells the programmer where it happened, and the person nothing.",
        How = "The program is started while nobody listens at the port, and its standard error "
            + "is searched for a stack trace.",
        Causes = ["The exception that connect throws is not caught."],
        Fix = "Catch it, and say what failed, with the host and the port.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                try:
                    client_socket.connect((host, port))
                except OSError as error:
                    sys.exit(f"no connection to {host}:{port}: {error}")
                """,
            [Language.Java] = """
                } catch (ConnectException refused) {
                    System.err.println("no server at " + host + ":" + port);
                    System.exit(1);
                }
                """,
            [Language.JavaScript] = """
                socket.on('error', error => {
                    console.error(`no connection: ${error.message}`);
                    process.exitCode = 1;
                });
                """,
            [Language.CSharp] = "catch (SocketException refused) { ... }",
        },
    };

    protected override Verdict Judge(Trial trial, Subject client) =>
        client.HasExited && Crash.HasTrace(client.Errors.Text)
            ? Verdict.Failed(
                "Nobody listened at the port, and the program printed a stack trace.",
                new Evidence.Text(
                    "its standard error", client.Errors.Text.TrimEnd('\n').Split('\n')))
            : Verdict.Passed;
}

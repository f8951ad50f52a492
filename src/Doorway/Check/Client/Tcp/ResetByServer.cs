namespace Doorway.Check.Client.Tcp;

/// <summary>The program never ends when the server resets the connection.</summary>
sealed class ResetByServer : TcpClientCase
{
    public override string Id => "tcp/client/reset";

    public override string Title => "Hangs when the connection is reset";

    public override string Requirement =>
        "When the server resets the connection, the program stops waiting for an answer.";

    public override string Source => "RFC 9293 3.5.3 (reset); recv(3p), ECONNRESET";

    protected override CheckLevel? LevelOf(CheckProfile profile) => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A server that dies with unread data, or is restarted, answers by a reset. Nothing "
            + "can come over such a connection any more. To report it, or to end by the "
            + "exception, is right; to try the same call for ever is not.",
        How = "The server takes the line and resets the connection. The keyboard input ends too. "
            + "The program has to end, or connect again.",
        Causes =
        [
            "The error is caught, and the same call is made again.",
            "Another thread waits for ever and keeps the program alive.",
        ],
        Fix = "Leave the loop at an error, close the socket, and say what happened.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                except OSError as error:
                    sys.exit(f"the connection was lost: {error}")
                """,
            [Language.Java] = """
                } catch (IOException error) {
                    System.err.println("the connection was lost: " + error.getMessage());
                    System.exit(1);
                }
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        if (trial.Traits.Profile is not (CheckProfile.Greeting or CheckProfile.TwoWay))
        {
            talk.Ask("is anybody there");
        }

        _ = talk.Peer;
        return talk.MustEnd(talk.Reset, "The server reset the connection");
    }
}

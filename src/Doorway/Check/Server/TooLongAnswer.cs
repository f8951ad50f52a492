using System.Text;

namespace Doorway.Check.Server;

/// <summary>The server dies of an answer that fits into no datagram.</summary>
sealed class TooLongAnswer : DatagramCase
{
    // A small letter of two bytes of which the full upper case has three (U+0149, Unicode's
    // SpecialCasing.txt).
    const char Growing = '\u0149';
    const int Count = 32_753;

    public override string Id => "udp/answer/too-long";

    public override string Title => "Dies of an answer too long for a datagram";

    public override string Requirement =>
        "A message whose answer is longer than a datagram can be does not end the service.";

    public override string Source =>
        "send(2): EMSGSIZE; RFC 768 (Length: 16 bits), RFC 791 3.1 (Total Length)";

    protected override CheckLevel Level => CheckLevel.Should;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.Service == CheckService.Upper ? base.LevelFor(traits) : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Text may get longer in upper case: \u0149 has two bytes in UTF-8, and \u02BCN, its "
            + "upper case, has three. The answer to a very long message may then be longer than "
            + "65,507 bytes, which no datagram can carry: the send call fails. Where nobody "
            + "catches that, one datagram ends the server for all.",
        How = "A datagram of 65,506 bytes of such letters is sent, and then an ordinary one. "
            + "Acceptable: any answer or none to the first, and the right one to the second.",
        Causes = ["The error of the send call is not caught, and ends the loop."],
        Fix = "Take a failed send for the loss of that one answer, and go on.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                try:
                    server.sendto(answer, client)
                except OSError as error:
                    print("not sent:", error)
                """,
            [Language.Java] = """
                try {
                    server.send(answer);
                } catch (IOException error) {
                    System.err.println("not sent: " + error.getMessage());
                }
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        UdpPeer peer = trial.Open();
        peer.Socket.SendBufferSize = 256 * 1024;
        if (Unready(trial, peer) is { } unready)
        {
            return unready;
        }

        peer.Send(Encoding.UTF8.GetBytes(new string(Growing, Count)));
        return IsAliveAfter(trial, peer)
            ? Verdict.Passed
            : Verdict.Failed($"After a datagram of {Count * 2:N0} bytes {Fate(trial)}.");
    }
}

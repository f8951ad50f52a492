using System.Text;

namespace Doorway.Check.Client.Udp;

/// <summary>The length of the answer is not used: NULs or old bytes are shown behind it.</summary>
sealed class WholeBuffer : CheckCase
{
    const string Long = "a-question-of-thirty-characters";

    public override string Id => "udp/client/whole-buffer";

    public override string Title => "Shows the whole buffer, not the answer";

    public override string Requirement =>
        "As many bytes are shown as came, and none that the buffer held before.";

    public override string Source => "recvfrom(2) (return value)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A receive fills the first bytes of a buffer and says how many. What stands behind "
            + "them is NULs, which a terminal doesn't show, or the end of something older, which "
            + "it does. No NUL closes the text: the network doesn't send one.",
        How = "An answer that is shorter than what came before it is sent, and standard output is "
            + "searched for NULs and for the old text's end behind the answer.",
        Causes = ["The buffer is printed to its end, or to the first NUL that happens to be "
            + "there."],
        Fix = "Use the length that the receive gave.",
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Java] = "new String(packet.getData()) takes the whole array.",
            [Language.C] = "printf(\"%s\") reads on until it meets a NUL.",
        },
        Fixes = new Dictionary<Language, string>
        {
            [Language.Java] = """
                new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8)
                """,
            [Language.C] = "printf(\"%.*s\\n\", (int)length, answer);",
            [Language.Python] = """
                length = client_socket.recv_into(buffer)
                print(buffer[:length].decode())
                """,
            [Language.CSharp] = "Encoding.UTF8.GetString(buffer, 0, length)",
            [Language.Go] = "string(buffer[:length])",
            [Language.Rust] = "String::from_utf8_lossy(&buffer[..length])",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new UdpTalk(trial);
        string answer, old;
        if (UdpTalk.GoesOn(trial.Traits))
        {
            const string shorter = "short-one";
            talk.Exchange(Long);
            talk.Exchange(shorter);
            (answer, old) = (talk.RightText(shorter), talk.RightText(Long));
        }
        else
        {
            // Only what was typed can be in the buffer: the answer is cut to be shorter than that.
            Received question = talk.Ask(Long);
            old = Long;
            answer = talk.RightText(Long)[..9];
            talk.Door.SendTo(Encoding.UTF8.GetBytes(answer), question.From);
        }

        Sighting seen = talk.Find(answer);
        string output = talk.Client.Output.Text;
        if (seen.As == Shown.WithNuls)
        {
            int nuls = output.Count(one => one == '\0');
            return Verdict.Failed(
                $"The answer has {answer.Length} bytes; {nuls} NULs are shown with it.",
                new Evidence.Difference(
                    Encoding.UTF8.GetBytes(answer), Encoding.UTF8.GetBytes(seen.Text)));
        }

        string tail = old[answer.Length..];
        return output.Contains(answer + tail, StringComparison.Ordinal)
            ? Verdict.Failed(
                $"The answer has {answer.Length} bytes; behind it stand the last {tail.Length} of "
                + "what was there before.",
                new Evidence.Difference(
                    Encoding.UTF8.GetBytes(answer), Encoding.UTF8.GetBytes(answer + tail)))
            : Verdict.Passed;
    }
}

using System.Text;

namespace Doorway.Check.Client.Udp;

/// <summary>More is sent than the line: a whole buffer, a NUL, what an earlier line left.</summary>
sealed class Padding : CheckCase
{
    public override string Id => "udp/client/padding";

    public override string Title => "Sends more than the line: a whole buffer or a NUL";

    public override string Requirement => "The datagram is as long as the line.";

    public override string Source => "sendto(2) (len); RFC 768 (Length)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "sendto sends as many bytes as it is told to. The size of a buffer is not the length "
            + "of the text in it: the rest is NULs, or what was there before, which may be "
            + "anything. NULs are invisible on a terminal, so the program seems to work.",
        How = "A long line is typed and then, at a program that takes more than one, a short one. "
            + "The datagrams' lengths are compared with the lines'.",
        Causes =
        [
            "The buffer's size is given as the length, not the text's.",
            "The text's length is counted with its closing NUL.",
        ],
        Fix = "Give the number of bytes of the text itself.",
        CausesIn = new Dictionary<Language, string>
        {
            [Language.C] = "sizeof buffer, or strlen(line) + 1, is given as the length.",
            [Language.Java] = "The packet is made of a fixed array and its length, not the text's.",
        },
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "client_socket.sendto(sentence.encode(), server)",
            [Language.C] = """
                sendto(client, line, strlen(line), 0,
                       (struct sockaddr *)&server, sizeof server);
                """,
            [Language.Java] = """
                byte[] data = sentence.getBytes(StandardCharsets.UTF_8);
                socket.send(new DatagramPacket(data, data.length, address, port));
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new UdpTalk(trial);
        string[] lines = UdpTalk.GoesOn(trial.Traits)
            ? ["a line of thirty-one characters", "short one"]
            : ["a line of thirty-one characters"];
        foreach (string line in lines)
        {
            byte[] typed = Encoding.UTF8.GetBytes(line);
            byte[] got = talk.Exchange(line).Bytes;
            if (got.AsSpan().StartsWith(typed) && IsMore(got.AsSpan(typed.Length)) is { } more)
            {
                return Verdict.Failed(
                    $"{typed.Length} characters were typed and {got.Length} bytes came: behind the "
                    + $"line {more}.",
                    new Evidence.Difference(typed, got));
            }
        }

        return Verdict.Passed;
    }

    static string? IsMore(ReadOnlySpan<byte> behind)
    {
        behind = behind.StartsWith("\r\n"u8) ? behind[2..]
            : behind.StartsWith("\n"u8) ? behind[1..] : behind;
        return behind.IsEmpty ? null
            : behind.Length == 1 && behind[0] == 0 ? "stands a NUL"
            : behind.ContainsAnyExcept((byte)0) ? "stands what does not belong to it"
            : $"stand {behind.Length} NULs";
    }
}

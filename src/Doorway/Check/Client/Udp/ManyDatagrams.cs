using System.Text;

namespace Doorway.Check.Client.Udp;

/// <summary>A line becomes several datagrams.</summary>
sealed class ManyDatagrams : CheckCase
{
    const string Line = "one datagram please";

    public override string Id => "udp/client/many-datagrams";

    public override string Title => "Sends several datagrams for one line";

    public override string Requirement => "A line is one datagram.";

    public override string Source => "RFC 768; udp(7)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "UDP keeps the boundaries of messages: what one sendto sends, one recvfrom gets. A "
            + "line in pieces is as many messages; each is answered, each may be lost, and they "
            + "may come in another order.",
        How = $"\"{Line}\" is typed and the datagrams are counted, before and after the answer. "
            + "The "
            + "same datagram again is a retry, and is not counted.",
        Causes =
        [
            "sendto is called in a loop over the text's characters or words.",
            "The length or a farewell goes out as a datagram of its own.",
        ],
        Fix = "Put the message together first, and send it by one call.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "client_socket.sendto(sentence.encode(), server)",
            [Language.Java] = "socket.send(new DatagramPacket(data, data.length, address, port));",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        try
        {
            return Judge(trial);
        }
        catch (FloodException)
        {
            return Verdict.Failed(
                "For one line the same datagram came more than 500 times, without a pause.");
        }
    }

    static Verdict Judge(Trial trial)
    {
        var talk = new UdpTalk(trial);

        // What it sends unasked is another case.
        Collect(talk, []);
        Received first = talk.First(Line);
        bool isWhole = first.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Line)) >= 0;
        var more = new List<byte[]>();
        Collect(talk, more);

        // One that sends a word, and the next after the answer, reads words: another case.
        if (more.Count == 0 && isWhole)
        {
            talk.Answer(first.From, Line);
            Collect(talk, more);
        }

        return more.Count == 0
            ? Verdict.Passed
            : Verdict.Failed(
                $"For one line of {Line.Length} characters at least {more.Count + 1} different "
                + "datagrams came.",
                new Evidence.Text(
                    "the datagrams",
                    [.. more.Prepend(first.Bytes).Select(one => Encoding.UTF8.GetString(one))]));
    }

    // Enough to tell; a flood would never end.
    static void Collect(UdpTalk talk, List<byte[]> more)
    {
        while (more.Count < 20 && talk.Next() is { } next)
        {
            more.Add(next.Bytes);
        }
    }
}

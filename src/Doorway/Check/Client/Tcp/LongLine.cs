using System.Globalization;

namespace Doorway.Check.Client.Tcp;

/// <summary>A long line is cut, or sent in parts as if it were several.</summary>
sealed class LongLine : TcpClientCase
{
    public override string Id => "tcp/client/long-line";

    public override string Title => "Cuts a long line that is typed";

    public override string Requirement => "A typed line is sent whole, however long it is.";

    public override string Source => "fgets(3) (it reads at most size - 1 bytes); send(2) (it may "
        + "send fewer bytes than asked for)";

    protected override CheckLevel? LevelOf(CheckProfile profile) => profile switch
    {
        CheckProfile.Greeting or CheckProfile.TwoWay => null,
        CheckProfile.Textbook => CheckLevel.Note,
        _ => CheckLevel.Should,
    };

    public override Explanation Explanation { get; } = new()
    {
        Why = "A line that is longer than the buffer is cut, and its rest is sent as if it were "
            + "another line, or stays in the input.",
        How = "A line of 3,000 bytes is typed, and the server counts what comes of it.",
        Causes =
        [
            "The line is read into a buffer that is shorter.",
            "The text is cut to a fixed length before it is sent.",
            "send is called once, and what it returned is not looked at.",
        ],
        Fix = "Read lines of any length, and send until all is sent.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.C] = """
                char *line = NULL;
                size_t size = 0;
                ssize_t length = getline(&line, &size, stdin);
                """,
            [Language.Python] = "client_socket.sendall(sentence.encode())  # not send",
            [Language.Java] = "String line = reader.readLine();",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        string line = Words(3_000);
        byte[] heard = talk.Ask(line);
        int length = heard.AsSpan().TrimEnd("\r\n"u8).Length;

        // A cut of a few bytes is no matter of length.
        return length > line.Length - 16 || !line.StartsWith(
                System.Text.Encoding.UTF8.GetString(heard, 0, length), StringComparison.Ordinal)
            || length < 40
            ? Verdict.Passed
            : new TcpTalk(trial, talk.Door).TryAsk("a short line") is null
            ? Verdict.Skipped("the program sends nothing of a short line")
            : Verdict.Failed($"{line.Length} bytes were typed, and the first {length} came.");
    }

    /// <summary>Words that are all different, of so many bytes together.</summary>
    public static string Words(int length) => string.Join(' ', Enumerable.Range(1000, length)
        .Select(number => "word" + number.ToString(CultureInfo.InvariantCulture)))[..length];
}

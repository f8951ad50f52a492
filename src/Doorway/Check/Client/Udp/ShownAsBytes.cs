namespace Doorway.Check.Client.Udp;

/// <summary>The answer is shown as a language writes bytes down, not as text.</summary>
sealed class ShownAsBytes : CheckCase
{
    public override string Id => "udp/client/shown-as-bytes";

    public override string Title => "Shows bytes, not text";

    public override string Requirement => "The answer is shown as text.";

    public override string Source => "RFC 3629";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "What comes from a socket is bytes. Printed as they are, a language shows how it "
            + "writes bytes down: b'HELLO', [72 69 76 76 79], or only that there are some: "
            + "[B@1b6d3586, System.Byte[].",
        How = "A line is typed and answered, and standard output is searched for such forms.",
        Causes = ["The bytes are printed without being decoded."],
        Fix = "Make text of the bytes, by UTF-8, before printing.",
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "print is given bytes: decode() is missing.",
            [Language.Java] = "println is given the array: its toString gives a type and a number.",
            [Language.CSharp] = "WriteLine is given the array: its ToString is the type's name.",
            [Language.Go] = "Println is given the slice: string(...) is missing.",
            [Language.JavaScript] = "console.log is given the Buffer: toString() is missing.",
        },
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "print(answer.decode())",
            [Language.Java] = """
                System.out.println(new String(
                    packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
                """,
            [Language.CSharp] = "Console.WriteLine(Encoding.UTF8.GetString(answer));",
            [Language.Go] = "fmt.Println(string(buffer[:length]))",
            [Language.JavaScript] = "console.log(answer.toString());",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        const string line = "bytes or text";
        var talk = new UdpTalk(trial);
        talk.Exchange(line);
        Sighting seen = talk.Find(talk.RightText(line));
        return seen.NotText is { } written
            ? Verdict.Failed(
                $"The answer is shown as {written}.",
                new Evidence.Text("its standard output", talk.Client.Output.Text.Split('\n')))
            : Verdict.Passed;
    }
}

namespace Doorway.Check.Client.Tcp;

/// <summary>The answer is printed as a language writes bytes down, not as text.</summary>
sealed class ShownAsBytes : ShownCase
{
    public override string Id => "tcp/client/shown-as-bytes";

    public override string Title => "Shows bytes instead of text";

    public override string Requirement => "An answer is shown as the text that it is.";

    public override string Source => "RFC 3629 (UTF-8: bytes become characters by decoding)";

    protected override CheckLevel? LevelOf(CheckProfile profile) => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A socket delivers bytes. Most languages keep bytes and text apart, and print bytes "
            + "in a notation of their own: b'HELLO', [72, 69, 76], [B@1b6d3586. The person is to "
            + "read HELLO.",
        How = "A line is typed, the server answers it, and the answer is looked for on the "
            + "standard output: as text, and in the notations of bytes.",
        Causes = ["What was received is printed without being decoded."],
        Fix = "Decode the bytes into text, as UTF-8, before printing.",
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Java] = "A byte[] is printed: toString of an array gives its type and a "
                + "number, [B@1b6d3586.",
            [Language.CSharp] = "A byte[] is printed: its ToString gives the name of its type.",
            [Language.JavaScript] = "A Buffer is printed by console.log, which shows its bytes.",
        },
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "print(answer.decode())",
            [Language.Java] =
                "System.out.println(new String(buffer, 0, count, StandardCharsets.UTF_8));",
            [Language.Go] = "fmt.Println(string(buffer[:count]))",
            [Language.CSharp] =
                "Console.WriteLine(Encoding.UTF8.GetString(buffer, 0, count));",
            [Language.JavaScript] = "socket.setEncoding('utf8'); // then data is a string",
            [Language.Rust] = "println!(\"{}\", String::from_utf8_lossy(&buffer[..count]));",
        },
    };

    protected override Verdict Judge(Subject client, Sighting seen, string answer) =>
        seen.NotText is { } written
            ? Verdict.Failed(
                $"The server answered '{answer}', and the program showed {written}",
                Output(client))
            : Verdict.Passed;
}

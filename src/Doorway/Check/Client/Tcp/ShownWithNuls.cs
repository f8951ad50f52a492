using System.Text;

namespace Doorway.Check.Client.Tcp;

/// <summary>The whole buffer is printed, not only what was received.</summary>
sealed class ShownWithNuls : ShownCase
{
    public override string Id => "tcp/client/shown-with-nuls";

    public override string Title => "Prints NULs with the answer";

    public override string Requirement =>
        "Of the buffer, only as many bytes are shown as were received.";

    public override string Source => "recv(2), RETURN VALUE (the number of bytes received)";

    protected override CheckLevel? LevelOf(CheckProfile profile) => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A receive call fills the beginning of a buffer and returns how many bytes it put "
            + "there. What follows is not the answer. On a terminal NULs are invisible, so the "
            + "fault stays hidden until the output is compared, stored, or piped on.",
        How = "A line is typed, the server answers it, and the standard output is searched for "
            + "NULs.",
        Causes =
        [
            "The whole buffer is turned into text; the number of bytes received is not used.",
        ],
        Fix = "Use the number that the receive call returned.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                count = client_socket.recv_into(buffer)
                print(buffer[:count].decode())
                """,
            [Language.Java] = """
                int count = in.read(buffer);
                System.out.println(new String(buffer, 0, count, StandardCharsets.UTF_8));
                """,
            [Language.C] = "fwrite(answer, 1, length, stdout);",
            [Language.CSharp] = """
                int count = stream.Read(buffer);
                Console.WriteLine(Encoding.UTF8.GetString(buffer, 0, count));
                """,
            [Language.Go] = "fmt.Println(string(buffer[:count]))",
        },
    };

    protected override Verdict Judge(Subject client, Sighting seen, string answer)
    {
        if (seen.As != Shown.WithNuls)
        {
            return Verdict.Passed;
        }

        int nuls = client.Output.Text.Count(one => one == '\0');
        return Verdict.Failed(
            $"The server answered {answer.Length} bytes, and the program showed them with "
                + $"{nuls} NUL{(nuls == 1 ? "" : "s")}.",
            new Evidence.Difference(
                Encoding.UTF8.GetBytes(answer), Encoding.UTF8.GetBytes(seen.Text)));
    }
}

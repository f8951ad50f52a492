using System.Text;

namespace Doorway.Check.Server;

/// <summary>A line that ends as Windows and Telnet end theirs is not answered as one.</summary>
sealed class CrLf : CheckCase
{
    const string Text = "from telnet";

    public override string Id => "tcp/stream/crlf";

    public override string Title => "Takes CR LF for something else than one line's end";

    public override string Requirement =>
        "A line that ends with CR LF is answered as one line.";

    public override string Source =>
        "RFC 854 (CR LF ends a line on Telnet's virtual terminal); RFC 1123 3.3.1";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line) ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Telnet, `nc -C` and most clients on Windows end a line with two bytes, 13 and 10. "
            + "So do most internet protocols of lines (SMTP, FTP, POP3, HTTP).",
        How = "A line is sent with CR LF at its end, and a line with LF after it. Three answers to "
            + "the first are right: with CR LF, with LF alone, and with the CR kept as part of the "
            + "line. An empty line in addition, or none at all, is not.",
        Causes =
        [
            "CR and LF are each taken for the end of a line, which makes an empty one.",
            "The line is compared or checked with the CR still at its end.",
            "Only CR is looked for, or only LF is cut off and the CR is then refused.",
        ],
        Fix = "End a line at LF, and cut one CR off its end where there is one.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                line = line.rstrip(b"\r\n")
                """,
            [Language.Java] = """
                String line = in.readLine();               // knows LF, CR and CR LF
                """,
            [Language.C] = """
                line[strcspn(line, "\r\n")] = '\0';
                """,
            [Language.Go] = """
                line := strings.TrimRight(text, "\r\n")
                """,
            [Language.CSharp] = """
                string? line = reader.ReadLine();          // knows LF, CR and CR LF
                """,
            [Language.JavaScript] = """
                const line = text.replace(/[\r\n]+$/, "");
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        if (trial.Traits.Manner.Written is not null)
        {
            return Verdict.Skipped("it does not answer in UTF-8: another finding");
        }

        trial.Serve();
        Manner manner = trial.Traits.Manner;
        byte[] next = Encoding.UTF8.GetBytes("next\n");
        byte[] kept = manner.Answer(Encoding.UTF8.GetBytes(Text + "\r\n"));
        byte[] dropped = manner.Answer(Encoding.UTF8.GetBytes(Text + "\n"));
        using TcpPeer peer = trial.Connect();
        peer.Send(Encoding.UTF8.GetBytes(Text + "\r\n"));
        Reading first = peer.Read(dropped.Length);
        peer.Settle();
        peer.Send(next);
        byte[] after = manner.Answer(next);
        byte[][] right =
        [
            [.. dropped, .. after],
            [.. kept, .. after],
            [.. kept, .. manner.Answer("next\r\n"u8)],
        ];

        // The second line's answer shows what the first one's CR did.
        Reading second = peer.Read(after.Length);
        if (IsOneOf(right, first, second))
        {
            return Verdict.Passed;
        }

        // A CR of the first answer may have been counted to the second.
        Reading rest = peer.Read(1);
        second = new Reading([.. second.Bytes, .. rest.Bytes], rest.End);
        if (IsOneOf(right, first, second))
        {
            return Verdict.Passed;
        }

        second = StreamBasics.WithRest(second, peer);
        byte[] all = [.. first.Bytes, .. second.Bytes];
        return StreamBasics.OneLine(trial) ?? Verdict.Failed(
            "Sent one line with CR LF and one with LF: 2 lines were due, "
                + $"{all.AsSpan().Count((byte)'\n')} came{StreamBasics.Then(trial, second.End)}.",
            new Evidence.Difference(right[0], all));
    }

    static bool IsOneOf(byte[][] right, Reading first, Reading second)
    {
        byte[] all = [.. first.Bytes, .. second.Bytes];
        return right.Any(one => one.AsSpan().SequenceEqual(all));
    }
}

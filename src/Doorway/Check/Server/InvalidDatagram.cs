using System.Text;

namespace Doorway.Check.Server;

/// <summary>The server dies of a datagram that is not UTF-8.</summary>
sealed class InvalidDatagram : DatagramCase
{
    public override string Id => "udp/datagram/invalid-utf8";

    public override string Title => "Dies of a datagram that is not UTF-8";

    public override string Requirement =>
        "A datagram with bytes that are not text does not end the service for everybody else.";

    public override string Source =>
        "RFC 3629 10 (invalid sequences); RFC 8085 6 (a datagram may come from anybody)";

    // The textbook's own server dies of it.
    protected override CheckLevel Level => CheckLevel.Should;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Anybody can send anything to an open port: another program's protocol, a scanner's "
            + "probe, text in Latin-1. Decoding it as UTF-8 fails, and where nobody catches that, "
            + "one datagram ends the server for all its clients.",
        How = "A client sends bytes that are not UTF-8, and then an ordinary message. "
            + "Acceptable: any answer or none to the first, and the right one to the second.",
        Causes = ["The exception of decoding is not caught, and ends the loop."],
        Fix = "Catch the decoder's error and drop the datagram, or decode so that invalid bytes "
            + "are kept or replaced.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                text = message.decode("utf-8", "surrogateescape")
                server.sendto(text.upper().encode("utf-8", "surrogateescape"), client)
                """,
            [Language.Rust] = """
                let text = String::from_utf8_lossy(&buffer[..length]);
                """,
            [Language.JavaScript] = """
                const text = message.toString();  // invalid bytes become U+FFFD
                """,
            [Language.CSharp] = """
                string text = Encoding.UTF8.GetString(buffer, 0, length);  // U+FFFD
                """,
        },
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "bytes.decode() raises UnicodeDecodeError.",
            [Language.Rust] = "from_utf8(..).unwrap() panics.",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        UdpPeer peer = trial.Open();
        if (Unready(trial, peer) is { } unready)
        {
            return unready;
        }

        // A lone byte of Latin-1, bytes that UTF-8 never uses, a sequence without its end.
        byte[] message = [
            .. Encoding.ASCII.GetBytes("Latin "), 0xE9, (byte)' ', 0xFE, 0xFF, 0xE2, 0x82];
        peer.Send(message);
        return IsAliveAfter(trial, peer)
            ? Verdict.Passed
            : Verdict.Failed(
                $"After a datagram of {message.Length} bytes that are not UTF-8 {Fate(trial)}.");
    }
}

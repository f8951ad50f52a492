using System.Text.RegularExpressions;

namespace Doorway.Cli.Terminal;

/// <summary>What a text is, and thereby how it looks: the parameters of an SGR sequence.</summary>
enum Ink
{
    /// <summary>Of a prompt: bold.</summary>
    Prompt,

    /// <summary>What is read last, if at all: dim.</summary>
    Aside,

    /// <summary>Of the UDP answer: green.</summary>
    Udp,

    /// <summary>Of the TCP answer: cyan.</summary>
    Tcp,

    /// <summary>Of the client's side: yellow.</summary>
    Client,

    /// <summary>Of the server's side: magenta.</summary>
    Server,

    /// <summary>The fixed word of a failure: bold and red.</summary>
    Failure,
}

/// <summary>
/// Whether one stream gets colour, and the colour itself: SGR sequences (ECMA-48, 8.3.117), each
/// ended by a reset. Never in data.
/// </summary>
sealed class Color
{
    /// <summary>The words of <c>--color</c>, the default first.</summary>
    public static readonly string[] Words = ["auto", "always", "never"];

    readonly bool _isOn;

    Color(bool isOn) => _isOn = isOn;

    /// <summary>No colour at all.</summary>
    public static Color None { get; } = new(false);

    /// <summary>The colour of a stream.</summary>
    /// <param name="word">Of <c>--color</c>; null is auto.</param>
    /// <param name="isTerminal">Whether a terminal shows the stream.</param>
    public static Color Of(string? word, bool isTerminal) => new(
        word == "always" || (word != "never" && isTerminal && IsWelcome()));

    // no-color.org: any text in NO_COLOR, not an empty one, means none. Without a TERM nothing is
    // known of a Unix terminal; on Windows it is its own Terminal that knows the sequences.
    static bool IsWelcome() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable(
            OperatingSystem.IsWindows() ? "WT_SESSION" : "TERM") is not (null or "" or "dumb");

    /// <summary>Whether there is any.</summary>
    public bool IsOn => _isOn;

    /// <summary>The text in its colour; as it is, where there is none.</summary>
    public string Paint(Ink ink, string text) =>
        _isOn ? $"\e[{Parameters(ink)}m{text}\e[0m" : text;

    /// <summary>A failure's line with its fixed word painted.</summary>
    public string PaintFailure(string line)
    {
        if (!_isOn)
        {
            return line;
        }

        // The first one, and before any quote: what is quoted comes from a peer.
        string words = string.Join('|', Failure.Words);
        var word = new Regex($@"(?<=^[^""]*(?<![\w-]))({words})(?![\w-])");
        return word.Replace(line, found => Paint(Ink.Failure, found.Value), 1);
    }

    static string Parameters(Ink ink) => ink switch
    {
        Ink.Prompt => "1",
        Ink.Aside => "2",
        Ink.Udp => "32",
        Ink.Tcp => "36",
        Ink.Client => "33",
        Ink.Server => "35",
        _ => "1;31",
    };
}
